/**
 * `npm start`: serves the entire stack on this machine, without an AWS account. The same program
 * that is deployed is evaluated, and the archive and layers that would be uploaded are run.
 */
import { LocalServer } from "../local-server";
import { PROJECT_ROOT } from "../program/project-root";
import { readStackSettings, type StackSettings } from "../program/stack-settings";
import { PortInUse } from "../user-error";
import {
  type Arguments,
  DEFAULT_PORT,
  DEFAULT_STACK,
  readArguments,
  runCommand,
} from "./arguments";
import { OPENABLE, openClient, refuseUnknownClient } from "./clients";
import { createConsoleLog } from "./console-log";
import { endWithNpm } from "./end-with-npm";
import { greetingOf, greetingText, keyHeaders, outputsText } from "./greeting";
import { commandWith } from "./npm-command";
import { issuerPort, oauthSettings, startOauthRun } from "./oauth-run";
import { START_OPTIONS } from "./start-options";
import { createStartOutput, failureReport, type StartOutput } from "./start-output";
import { watchTeller } from "./watch-teller";

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
  --verbose             prints what Lambda's log has, the stack's outputs, and what a deploy would warn of
  --json                prints everything as JSON, one object a line, each with its type
  --concurrency NUMBER  requests worked on at once, the rest wait; default the number of cores
  --throttle-excess     the rest does not wait: it gets what AWS answers when concurrency is used up
`;

const INSPECT_NOTE = `  With --inspect the handler's modules run as bundled, with a source map, one request at a time, and
  without limits of time and memory. Attach a debugger, whose breakpoints in your files bind:
  chrome://inspect, or "Attach to Node Process" in VS Code.`;

/** @throws UserError with a port to choose instead, among all else that was given. */
function hintAtPort(option: string): (error: unknown) => never {
  return (error) => {
    if (!(error instanceof PortInUse)) throw error;
    const command = commandWith("npm start", process.argv.slice(2), [option, error.other]);
    throw error.withCommand(command);
  };
}

interface Wanted {
  readonly args: Arguments;
  readonly port: number;
  readonly inspectPort: number | undefined;
  /** Port of the issuer that is wanted; undefined for none. */
  readonly oauthPort: number | undefined;
  readonly readSettings: () => StackSettings;
}

/** @throws UserError */
function readWanted(args: Arguments): Wanted {
  const port = args.wholeNumber("port", 0, 65_535) ?? DEFAULT_PORT;
  const inspectPort = args.wholeNumber("inspect-port", 1, 65_535);
  const oauthPort = args.wholeNumber("oauth-port", 0, 65_535);
  const hasIssuer = args.flag("oauth") || oauthPort !== undefined;
  const client = args.text("open");
  if (client !== undefined) refuseUnknownClient(client);
  const stack = args.text("stack") ?? DEFAULT_STACK;
  const readSettings = (): StackSettings => readStackSettings(PROJECT_ROOT, stack);
  readSettings();
  return {
    args,
    port,
    inspectPort: args.flag("inspect") ? (inspectPort ?? DEFAULT_INSPECT_PORT) : inspectPort,
    oauthPort: hasIssuer ? issuerPort(oauthPort, port) : undefined,
    readSettings,
  };
}

async function serve(wanted: Wanted, output: StartOutput): Promise<void> {
  const { args, port, inspectPort, oauthPort } = wanted;
  const { isJson } = output;
  const verbose = args.flag("verbose");
  const keepPrepared = args.flag("watch");
  const concurrency = args.wholeNumber("concurrency", 1, 1_000);
  const logOptions = { json: isJson, verbose, hasIssuer: oauthPort !== undefined };
  const log = createConsoleLog(logOptions, output.write);
  const oauth =
    oauthPort === undefined
      ? undefined
      : await startOauthRun(oauthPort, log.onFailure).catch(hintAtPort("oauth-port"));
  const readSettings = (): StackSettings =>
    oauth === undefined ? wanted.readSettings() : oauthSettings(wanted.readSettings(), oauth.url);
  const settings = readSettings();
  const warn = (text: string): void => {
    output.tell({ type: "warning", text }, true);
  };
  const server = await LocalServer.start({
    settings,
    port,
    concurrency,
    throttleExcess: args.flag("throttle-excess"),
    keepPrepared,
    keep: args.flag("keep"),
    inspectPort,
    onWarning: warn,
    onProgramWarning: (text) => {
      const shown = isJson || verbose ? text : withoutDeployWarnings(text);
      if (shown !== "") warn(shown);
    },
    onProgramLine: (text) => {
      output.tell({ type: "program", text });
    },
    onProgress: output.progress,
    ...log,
  }).catch(hintAtPort("port"));
  oauth?.serve(server);
  greet(server, { wanted, output, settings, issuerUrl: oauth?.url });
  const client = args.text("open");
  if (client !== undefined) {
    const onLine = (text: string): void => {
      output.tell({ type: "client", text });
    };
    const headers = keyHeaders(server.program);
    openClient(client, server.endpoint, { headers, ...(isJson && { onLine }) });
  }
  if (keepPrepared) {
    // Not before: nothing else needs the watcher's packages.
    const { watchProgram } = await import("../watch/watch");
    watchProgram({ server, root: PROJECT_ROOT, readSettings, report: watchTeller(output) });
  }
}

/** Pulumi's own are true of a deployment; what a program writes there itself is not. */
function withoutDeployWarnings(text: string): string {
  return text
    .split("\n")
    .filter((line) => !line.startsWith("warning: "))
    .join("\n")
    .trim();
}

interface Greeted {
  readonly wanted: Wanted;
  readonly output: StartOutput;
  readonly settings: StackSettings;
  readonly issuerUrl: string | undefined;
}

function greet(server: LocalServer, { wanted, output, settings, issuerUrl }: Greeted): void {
  const greeting = greetingOf(server, { settings, issuerUrl });
  const seconds = (performance.now() / 1_000).toFixed(1);
  const { project, stack } = settings;
  const isVerbose = wanted.args.flag("verbose");
  const texts = [
    greetingText(greeting),
    ...(isVerbose ? [outputsText(server.program)] : []),
    ...(wanted.inspectPort === undefined ? [] : [INSPECT_NOTE]),
    `${project} (stack ${stack}) is ready after ${seconds} s. Other clients: npm run connect. Ctrl-C ends it.`,
  ];
  const { outputs } = server.program;
  const { missingSecrets } = server;
  const fields = { project, stack, seconds: Number(seconds), ...greeting, missingSecrets, outputs };
  output.ready();
  output.tell({ type: "ready", text: `${texts.join("\n")}\n`, fields });
}

/** Known before the arguments are: what is wrong with them is JSON too. */
const isJson = process.argv.includes("--json");

runCommand(async () => {
  const args = readArguments(process.argv.slice(2), START_OPTIONS, USAGE);
  const port = args.text("port") ?? String(DEFAULT_PORT);
  const place = port === "0" ? "http://127.0.0.1/" : `http://127.0.0.1:${port}/`;
  const output = createStartOutput({ json: args.flag("json"), place });
  const wanted = readWanted(args);
  // The server ends what it has started when this process exits, however far it has come.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => process.exit(0));
  }
  endWithNpm();
  await serve(wanted, output);
}, failureReport(isJson));
