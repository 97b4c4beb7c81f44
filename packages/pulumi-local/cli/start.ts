/**
 * `npm start`: serves the entire stack on this machine, without an AWS account. The same program
 * that is deployed is evaluated, and the archive and layers that would be uploaded are run.
 */
import { LocalServer } from "../local-server";
import { PROJECT_ROOT } from "../program/project-root";
import { readStackSettings, type StackSettings } from "../program/stack-settings";
import { PortInUse } from "../user-error";
import { DEFAULT_PORT, DEFAULT_STACK, readArguments, runCommand } from "./arguments";
import { OPENABLE, openClient, refuseUnknownClient } from "./clients";
import { createConsoleLog } from "./console-log";
import { endWithNpm } from "./end-with-npm";
import { greeting, keyHeaders } from "./greeting";
import { commandWith } from "./npm-command";
import { issuerPort, oauthSettings, startOauthRun } from "./oauth-run";

const DEFAULT_INSPECT_PORT = 9229;

const USAGE = `npm start -- [OPTION ...]

  --stack NAME          stack whose settings are used (Pulumi.NAME.yaml); default ${DEFAULT_STACK}
  --port NUMBER         port on 127.0.0.1; default ${DEFAULT_PORT}
  --watch               serves a saved change with the next request
  --open WHAT           connects a client, or opens the page: ${OPENABLE}
  --oauth               clients sign in, as alice or bob, at an issuer on this machine
  --oauth-port NUMBER   port of the issuer on 127.0.0.1; default the one after --port
  --inspect             runs the function under a debugger, one request at a time
  --inspect-port NUMBER port of the debugger on 127.0.0.1; default ${DEFAULT_INSPECT_PORT}
  --keep                keeps what tools write into tables and buckets, in .local, for the next start
  --json                prints every line as JSON
  --concurrency NUMBER  requests worked on at once, the rest wait; default the number of cores
  --throttle-excess     the rest does not wait: it gets what AWS answers when concurrency is used up
`;

const INSPECT_NOTE = `
With --inspect the handler's modules run as bundled, with a source map, one request at a time, and
without limits of time and memory. Attach a debugger, whose breakpoints in your files bind:
chrome://inspect, or "Attach to Node Process" in VS Code.
`;

/** @throws UserError with a port to choose instead, among all else that was given. */
function hintAtPort(option: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof PortInUse)) throw error;
    const command = commandWith("npm start", process.argv.slice(2), [option, error.other]);
    throw error.withCommand(command);
  };
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
    oauth: { type: "boolean" },
    "oauth-port": text,
    keep: { type: "boolean" },
    json: { type: "boolean" },
  } as const;
  const args = readArguments(process.argv.slice(2), options, USAGE);
  const port = args.wholeNumber("port", 0, 65_535) ?? DEFAULT_PORT;
  const concurrency = args.wholeNumber("concurrency", 1, 1_000);
  const givenInspectPort = args.wholeNumber("inspect-port", 1, 65_535);
  const isInspected = args.flag("inspect") || givenInspectPort !== undefined;
  const givenIssuerPort = args.wholeNumber("oauth-port", 0, 65_535);
  const hasIssuer = args.flag("oauth") || givenIssuerPort !== undefined;
  const client = args.text("open");
  if (client !== undefined) refuseUnknownClient(client);
  const keepPrepared = args.flag("watch");
  const readOwn = (): StackSettings =>
    readStackSettings(PROJECT_ROOT, args.text("stack") ?? DEFAULT_STACK);
  readOwn();
  // The server ends what it has started when this process exits, however far it has come.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => process.exit(0));
  }
  endWithNpm();
  const log = createConsoleLog({ json: args.flag("json"), hasIssuer });
  const oauth = hasIssuer
    ? await startOauthRun(issuerPort(givenIssuerPort, port), log.onFailure).catch(
        hintAtPort("oauth-port"),
      )
    : undefined;
  const readSettings = (): StackSettings =>
    oauth === undefined ? readOwn() : oauthSettings(readOwn(), oauth.url);
  const settings = readSettings();
  const server = await LocalServer.start({
    settings,
    port,
    concurrency,
    throttleExcess: args.flag("throttle-excess"),
    keepPrepared,
    keep: args.flag("keep"),
    inspectPort: isInspected ? (givenInspectPort ?? DEFAULT_INSPECT_PORT) : undefined,
    ...log,
  }).catch(hintAtPort("port"));
  oauth?.serve(server);
  const note = isInspected ? INSPECT_NOTE : "";
  process.stdout.write(greeting(server, { settings, issuerUrl: oauth?.url, note }));
  if (client !== undefined) openClient(client, server.endpoint, keyHeaders(server.program));
  if (keepPrepared) {
    // Not before: nothing else needs the watcher's packages.
    const { watchProgram } = await import("../watch/watch");
    watchProgram({ server, root: PROJECT_ROOT, readSettings });
  }
});
