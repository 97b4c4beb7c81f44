/**
 * `npm start`: serves the entire stack on this machine, without an AWS account. The same program
 * that is deployed is evaluated, and the archive and layers that would be uploaded are run.
 */
import { LocalServer } from "../local-server";
import { PROJECT_ROOT } from "../program/project-root";
import { readStackSettings, type StackSettings } from "../program/stack-settings";
import { DEFAULT_PORT, DEFAULT_STACK, FIRST_CALL, readArguments, runCommand } from "./arguments";
import { OPENABLE, openClient, refuseUnknownClient } from "./clients";
import { createConsoleLog } from "./console-log";
import { shellWord } from "../shell-word";

const DEFAULT_INSPECT_PORT = 9229;

const USAGE = `npm start -- [OPTION ...]

  --stack NAME          stack whose settings are used (Pulumi.NAME.yaml); default ${DEFAULT_STACK}
  --port NUMBER         port on 127.0.0.1; default ${DEFAULT_PORT}
  --watch               serves a saved change with the next request
  --open WHAT           connects a client, or opens the page: ${OPENABLE}
  --inspect             runs the function under a debugger, one request at a time
  --inspect-port NUMBER port of the debugger on 127.0.0.1; default ${DEFAULT_INSPECT_PORT}
  --json                prints every line as JSON
  --concurrency NUMBER  requests worked on at once, the rest wait; default the number of cores
  --throttle-excess     the rest does not wait: it gets what AWS answers when concurrency is used up
`;

const INSPECT_NOTE = `
With --inspect the handler's modules run as bundled, with a source map, one request at a time, and
without limits of time and memory. Attach a debugger, whose breakpoints in your files bind:
chrome://inspect, or "Attach to Node Process" in VS Code.
`;

function greeting(
  { program, endpoint, pageUrl }: LocalServer,
  settings: StackSettings,
  note: string,
): string {
  const outputs = Object.entries(program.outputs);
  const width = Math.max(...outputs.map(([name]) => name.length));
  return `Stack ${settings.stack}, as declared, on this machine (Node.js ${process.versions.node}):

${outputs.map(([name, value]) => `  ${name.padEnd(width)}  ${String(value)}`).join("\n")}

Try it (in another terminal):
  curl -X POST ${shellWord(endpoint)} -H 'Content-Type: application/json' -d ${shellWord(FIRST_CALL)}
See what it does, and call tools:
  ${pageUrl}
Connect a client (more: npm run connect):
  claude mcp add --transport http ${settings.project} ${shellWord(endpoint)}
${note}
Ready in ${(performance.now() / 1000).toFixed(1)} s. Requests and the function's log follow; Ctrl-C ends everything.
`;
}

/** npm does not hand signals on: killed, it would leave this process and its port behind. */
function endWithNpm(): void {
  const parent = process.ppid;
  if (process.env["npm_lifecycle_event"] !== "start") return;
  setInterval(() => {
    if (process.ppid !== parent) process.exit(0);
  }, 500).unref();
}

runCommand(async () => {
  const text = { type: "string" } as const;
  const options = {
    stack: text,
    port: text,
    concurrency: text,
    "throttle-excess": { type: "boolean" },
    open: text,
    inspect: { type: "boolean" },
    "inspect-port": text,
    watch: { type: "boolean" },
    json: { type: "boolean" },
  } as const;
  const args = readArguments(process.argv.slice(2), options, USAGE);
  const port = args.wholeNumber("port", 0, 65_535) ?? DEFAULT_PORT;
  const concurrency = args.wholeNumber("concurrency", 1, 1_000);
  const givenInspectPort = args.wholeNumber("inspect-port", 1, 65_535);
  const isInspected = args.flag("inspect") || givenInspectPort !== undefined;
  const client = args.text("open");
  if (client !== undefined) refuseUnknownClient(client);
  const keepPrepared = args.flag("watch");
  const readSettings = (): StackSettings =>
    readStackSettings(PROJECT_ROOT, args.text("stack") ?? DEFAULT_STACK);
  const settings = readSettings();
  // The server ends what it has started when this process exits, however far it has come.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => process.exit(0));
  }
  endWithNpm();
  const server = await LocalServer.start({
    settings,
    port,
    concurrency,
    throttleExcess: args.flag("throttle-excess"),
    keepPrepared,
    inspectPort: isInspected ? (givenInspectPort ?? DEFAULT_INSPECT_PORT) : undefined,
    ...createConsoleLog({ json: args.flag("json") }),
  });
  process.stdout.write(greeting(server, settings, isInspected ? INSPECT_NOTE : ""));
  if (client !== undefined) openClient(client, server.endpoint);
  if (keepPrepared) {
    // Not before: nothing else needs the watcher's packages.
    const { watchProgram } = await import("../watch/watch");
    watchProgram({ server, root: PROJECT_ROOT, readSettings });
  }
});
