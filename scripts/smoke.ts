/** `npm run smoke`: asks a running server what clients ask, and says what is wrong and what mends it. */
import { spawnSync } from "node:child_process";
import { checkedUrl, readArguments, runCommand, UserError } from "pulumi-local";
import { Connection } from "./smoke/exchange";
import { readProof } from "./smoke/proof";
import { isWell, runSmoke } from "./smoke/run-smoke";
import { rowText, summary } from "./smoke/table";
import type { Target } from "./smoke/target";

const USAGE = `npm run smoke -- [URL] [OPTION ...]

  URL                    endpoint; default: that of the selected stack
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
  const args = readArguments(process.argv.slice(2), options, USAGE, { positionals: 1 });
  const url = checkedUrl(args.rest[0] ?? endpointOf(args.text("stack")));
  const connection = new Connection(url);
  const target: Target = { connection, proof: readProof(args, url), tool: toolOf(args) };
  const isJson = args.flag("json");
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  if (!isJson) print(`${url}\n`);
  const run = await runSmoke(target, (row) => {
    print(isJson ? JSON.stringify(row) : rowText(row));
  });
  connection.close();
  if (!isJson) print(`\n${summary(run)}`);
  if (!isWell(run)) process.exitCode = 1;
});

function toolOf(args: ReturnType<typeof readArguments>): Target["tool"] {
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

/** @throws UserError when there is no stack, or no CLI to ask. */
function endpointOf(stack: string | undefined): string {
  const command = [
    "stack",
    "output",
    "endpoint",
    ...(stack === undefined ? [] : ["--stack", stack]),
  ];
  const { status, stdout, stderr } = spawnSync("pulumi", command, { encoding: "utf8" });
  if (status === 0) return stdout.trim();
  const reason = (status === null ? "there is no pulumi on PATH" : stderr.trim()).split("\n")[0];
  throw new UserError(
    `The endpoint is not known (${reason ?? ""}). Name a URL: npm run smoke -- http://127.0.0.1:3000/dev/mcp`,
  );
}
