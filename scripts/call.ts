/** `npm run call NAME '{"a":1}'`: calls a tool of a running server and prints what it answers. */
import { DEFAULT_PORT, DEFAULT_STACK, UserError, readArguments, runCommand } from "pulumi-local";

const USAGE = `npm run call -- NAME [ARGUMENTS] [--stack NAME] [--port NUMBER] [--url URL]

  NAME       a tool, for example: add
  ARGUMENTS  its arguments as JSON, for example: '{"a":10,"b":5}'
  --stack    stack that npm start serves; default ${DEFAULT_STACK}
  --port     port that npm start listens on; default ${DEFAULT_PORT}
  --url      another endpoint, for example: "$(pulumi stack output endpoint)"
`;

interface Reply {
  readonly result?: {
    readonly content?: readonly { readonly type: string; readonly text?: string }[];
    readonly structuredContent?: unknown;
    readonly isError?: boolean;
  };
  readonly error?: { readonly message: string };
  readonly message?: string;
}

function parseArguments(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UserError(`The arguments are not JSON: ${text}\n\n${USAGE}`);
  }
}

async function request(url: string, name: string, args: unknown): Promise<Reply> {
  const body = { jsonrpc: "2.0", id: 1, method: "tools/call", params: { name, arguments: args } };
  let response: Response;
  try {
    response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    throw new UserError(`Nothing answers at ${url}. Start the server first: npm start`);
  }
  const text = await response.text();
  try {
    return JSON.parse(text) as Reply;
  } catch {
    throw new UserError(`${url} answered ${response.status} and no JSON: ${text.slice(0, 200)}`);
  }
}

runCommand(async () => {
  const option = { type: "string" } as const;
  const options = { stack: option, port: option, url: option };
  const args = readArguments(process.argv.slice(2), options, USAGE);
  const [name, json = "{}"] = args.rest;
  if (name === undefined) throw new UserError(`Name a tool.\n\n${USAGE}`);
  const port = args.wholeNumber("port", 1, 65_535) ?? DEFAULT_PORT;
  const local = `http://127.0.0.1:${port}/${args.text("stack") ?? DEFAULT_STACK}/mcp`;
  const { result, error, message } = await request(
    args.text("url") ?? local,
    name,
    parseArguments(json),
  );
  if (result === undefined) throw new UserError(error?.message ?? message ?? "no result");
  const texts = (result.content ?? []).map((item) => item.text ?? JSON.stringify(item));
  if (result.isError === true) throw new UserError(texts.join("\n"));
  const output =
    result.structuredContent === undefined
      ? texts.join("\n")
      : JSON.stringify(result.structuredContent, null, 2);
  process.stdout.write(`${output}\n`);
});
