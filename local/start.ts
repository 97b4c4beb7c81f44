/**
 * `npm start`: serves the whole stack on this machine, without an AWS account. The same program
 * that is deployed is evaluated, and the archive and layers that would be uploaded are run.
 */
import { DEFAULT_PORT, DEFAULT_STACK, readArguments, runCommand } from "./arguments";
import { PROJECT_ROOT } from "./program";
import { type LocalServer, startLocalServer } from "./local-server";
import { readStackSettings } from "./stack-settings";

const USAGE = `npm start -- [--stack NAME] [--port NUMBER] [--concurrency NUMBER]

  --stack        stack whose settings are used (Pulumi.NAME.yaml); default ${DEFAULT_STACK}
  --port         port on 127.0.0.1; default ${DEFAULT_PORT}
  --concurrency  requests worked on at once, the rest wait; default the number of cores
`;

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

runCommand(async () => {
  const text = { type: "string" } as const;
  const options = { stack: text, port: text, concurrency: text };
  const args = readArguments(process.argv.slice(2), options, USAGE);
  const port = args.wholeNumber("port", 0, 65_535) ?? DEFAULT_PORT;
  const concurrency = args.wholeNumber("concurrency", 1, 1_000);
  const settings = readStackSettings(PROJECT_ROOT, args.text("stack") ?? DEFAULT_STACK);
  const starting = startLocalServer({ settings, port, concurrency });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => {
      void starting.then((server) => server.close()).finally(() => process.exit(0));
    });
  }
  process.stdout.write(greeting(await starting, settings));
});
