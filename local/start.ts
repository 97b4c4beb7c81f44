/**
 * `npm start`: serves the whole stack on this machine, without an AWS account. The same program
 * that is deployed is evaluated, and the archive and layers that would be uploaded are run.
 */
import { parseArgs } from "node:util";
import { Problem } from "./problem";
import { PROJECT_ROOT } from "./program";
import { type LocalServer, startLocalServer } from "./local-server";
import { readStackSettings } from "./stack-settings";

const USAGE = `npm start -- [--stack NAME] [--port NUMBER] [--concurrency NUMBER]

  --stack        stack whose settings are used (Pulumi.NAME.yaml); default dev
  --port         port on 127.0.0.1; default 3000
  --concurrency  requests worked on at once, the rest wait; default the number of cores
`;

interface Arguments {
  readonly stack: string;
  readonly port: number;
  readonly concurrency: number | undefined;
}

function readArguments(args: readonly string[]): Arguments | undefined {
  const text = { type: "string" } as const;
  const options = {
    stack: { ...text, default: "dev" },
    port: { ...text, default: "3000" },
    concurrency: text,
    help: { type: "boolean", short: "h", default: false },
  } as const;
  let values;
  try {
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    throw new Problem(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
  if (values.help) return undefined;
  const { stack, port, concurrency } = values;
  return {
    stack,
    port: wholeNumber("--port", port, 0, 65_535),
    concurrency:
      concurrency === undefined ? undefined : wholeNumber("--concurrency", concurrency, 1, 1_000),
  };
}

function wholeNumber(option: string, value: string, least: number, most: number): number {
  const number = /^\d{1,6}$/.test(value) ? Number(value) : NaN;
  if (number >= least && number <= most) return number;
  throw new Problem(`${option} is "${value}" but must be a whole number from ${least} to ${most}.`);
}

function greeting({ program, endpoint }: LocalServer, settings: { stack: string }): string {
  const outputs = Object.entries(program.outputs);
  const width = Math.max(...outputs.map(([name]) => name.length));
  const request = `{"jsonrpc":"2.0","method":"tools/call","params":{"name":"add","arguments":{"a":10,"b":5}},"id":1}`;
  return `Stack ${settings.stack}, as declared, on this machine (Node.js ${process.versions.node}):

${outputs.map(([name, value]) => `  ${name.padEnd(width)}  ${String(value)}`).join("\n")}

Try it:
  curl -X POST ${endpoint} -H 'Content-Type: application/json' -d '${request}'
Connect a client:
  claude mcp add --transport http mcp-server ${endpoint}

The function's log follows. Ctrl-C ends everything.
`;
}

async function main(): Promise<void> {
  const options = readArguments(process.argv.slice(2));
  if (options === undefined) {
    process.stdout.write(USAGE);
    return;
  }
  const { stack, port, concurrency } = options;
  const settings = readStackSettings(PROJECT_ROOT, stack);
  const starting = startLocalServer({
    settings,
    port,
    ...(concurrency !== undefined && { concurrency }),
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      void starting.then((server) => server.close()).finally(() => process.exit(0));
    });
  }
  process.stdout.write(greeting(await starting, settings));
}

main().catch((error: unknown) => {
  const isProblem = error instanceof Problem;
  const stack = error instanceof Error ? error.stack : undefined;
  process.stderr.write(`${isProblem ? error.message : (stack ?? String(error))}\n`);
  process.exit(1);
});
