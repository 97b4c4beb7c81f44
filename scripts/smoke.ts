/** `npm run smoke`: asks a running server what clients ask, and says what is wrong and what mends it. */
import { type Arguments, readArguments, runCommand, UserError } from "pulumi-local";
import { readProof } from "./smoke/proof";
import { smokeSubject } from "./smoke/smoke-subject";
import { stackSubject, urlSubject } from "./smoke/subject";
import type { Target } from "./smoke/target";

const USAGE = `npm run smoke -- [URL] [OPTION ...]

  URL                    endpoint, or http://127.0.0.1:3000/ for npm start; default: that of
                         the selected stack, whose key or signature is used by itself
  --stack NAME           that of another stack
  --tool NAME            the tool that is called; default: one that only reads and takes nothing
    --args JSON          its arguments; default {}
  --token-env VARIABLE   the access token that this environment variable holds (auth: jwt)
  --key-env VARIABLE     the API key that it holds (auth: apiKey)
  --signed               signs with your AWS credentials (auth: iam)
  --json                 prints JSON, a row a line

It ends with 1 when anything failed.
`;

runCommand(async () => {
  const text = { type: "string" } as const;
  const flag = { type: "boolean" } as const;
  const options = {
    stack: text,
    tool: text,
    args: text,
    "token-env": text,
    "key-env": text,
    signed: flag,
    json: flag,
  };
  const reading = { positionals: 1 };
  const args = readArguments(process.argv.slice(2), options, USAGE, reading);
  const [url] = args.rest;
  const subject =
    url === undefined ? stackSubject({ stack: args.text("stack") }) : await urlSubject(url);
  const proof = await readProof(args, subject);
  const isWell = await smokeSubject(subject, {
    proof,
    tool: toolOf(args),
    json: args.flag("json"),
  });
  if (!isWell) process.exitCode = 1;
});

function toolOf(args: Arguments): Target["tool"] {
  const name = args.text("tool");
  const json = args.text("args");
  if (name === undefined) {
    if (json === undefined) return undefined;
    throw new UserError("--args goes with --tool NAME.");
  }
  try {
    return { name, args: JSON.parse(json ?? "{}") as unknown };
  } catch {
    throw new UserError(`--args is not JSON: ${json ?? ""}`);
  }
}
