/** `npm run call NAME '{"a":1}'`: calls a tool of a running server and prints what it answers. */
import {
  callTool,
  checkedUrl,
  DEFAULT_PORT,
  DEFAULT_STACK,
  isOfThisMachine,
  type Proof,
  readArguments,
  runCommand,
  UnreachableError,
  UserError,
} from "pulumi-local";

type Arguments = ReturnType<typeof readArguments>;

const USAGE = `npm run call -- NAME [ARGUMENTS] [--stack NAME] [--port NUMBER] [--url URL] [PROOF]

  NAME       a tool, for example: add
  ARGUMENTS  its arguments as JSON, for example: '{"a":10,"b":5}'
  --stack    stack that npm start serves; default ${DEFAULT_STACK}
  --port     port that npm start listens on; default ${DEFAULT_PORT}
  --url      another endpoint, for example: "$(pulumi stack output endpoint)"

PROOF, who calls; at most one:
  --as WHO              alice or bob, signed in at the issuer of npm start -- --oauth
    --scopes "A B"      with these scopes alone; default all that there are, "" for none
  --key NAME            an API key of npm start, by its name
  --signed              with what stands for a signature, for npm start (auth: iam)
  --key-env VARIABLE    the API key that this environment variable holds
  --token-env VARIABLE  the access token that this environment variable holds
`;

const PROOFS = ["as", "key", "signed", "key-env", "token-env"] as const;

function parseArguments(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UserError(`The arguments are not JSON: ${text}\n\n${USAGE}`);
  }
}

/** @throws UserError when there are several, or one that the endpoint cannot take. */
function readProof(args: Arguments, url: string): Proof {
  const [first, second] = PROOFS.filter((name) => args.flag(name) || args.text(name) !== undefined);
  if (second !== undefined)
    throw new UserError(`Give --${String(first)} or --${second}, not both.`);
  const scopes = args.text("scopes");
  if (scopes !== undefined && first !== "as") {
    throw new UserError("--scopes goes with --as; a token has the scopes that it has.");
  }
  if (first === "key-env") return { headers: { "x-api-key": variable(args, first) } };
  if (first === "token-env") {
    return { headers: { authorization: `Bearer ${variable(args, first)}` } };
  }
  if (first === undefined) return { headers: {} };
  if (!isOfThisMachine(url)) {
    throw new UserError(
      `--${first} is for the server of npm start. For another give --token-env or --key-env, with the name of an environment variable.`,
    );
  }
  if (first === "signed") return { credential: { kind: "signature" } };
  const name = args.text(first) ?? "";
  if (first === "key") return { credential: { kind: "key", name } };
  const list = scopes?.split(/[\s,]+/).filter((scope) => scope !== "");
  return { credential: { kind: "account", name, scopes: list } };
}

/** @throws UserError when it is not set, or holds what no header can. */
function variable(args: Arguments, option: string): string {
  const name = args.text(option) ?? "";
  const value = process.env[name]?.trim() ?? "";
  if (/^[\x21-\x7e]+$/.test(value)) return value;
  throw new UserError(
    value === ""
      ? `The environment variable ${name} is not set; --${option} takes the name of one, not the value.`
      : `The environment variable ${name} holds characters that no header can.`,
  );
}

runCommand(async () => {
  const text = { type: "string" } as const;
  const proofs = { as: text, scopes: text, key: text, "key-env": text, "token-env": text };
  const places = { stack: text, port: text, url: text };
  const options = { ...places, ...proofs, signed: { type: "boolean" } } as const;
  const args = readArguments(process.argv.slice(2), options, USAGE, { positionals: 2 });
  const [name, json = "{}"] = args.rest;
  if (name === undefined) throw new UserError(`Name a tool.\n\n${USAGE}`);
  const port = args.wholeNumber("port", 1, 65_535) ?? DEFAULT_PORT;
  const local = `http://127.0.0.1:${port}/${args.text("stack") ?? DEFAULT_STACK}/mcp`;
  const url = checkedUrl(args.text("url") ?? local);
  const proof = readProof(args, url);
  const result = await call({ url, name, args: parseArguments(json), proof });
  const texts = (result.content ?? []).map((item) => item.text ?? JSON.stringify(item));
  if (result.isError === true) throw new UserError(texts.join("\n"));
  const output =
    result.structuredContent === undefined
      ? texts.join("\n")
      : JSON.stringify(result.structuredContent, null, 2);
  process.stdout.write(`${output}\n`);
});

async function call(wanted: Parameters<typeof callTool>[0]): ReturnType<typeof callTool> {
  try {
    return await callTool(wanted);
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error;
    throw new UserError(`Nothing answers at ${wanted.url}. Start the server first: npm start`);
  }
}
