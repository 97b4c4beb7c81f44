/**
 * `npm run drift`: whether the resources of a stack are still as Pulumi left them, by a refresh that
 * changes nothing. Exit status: 0 they are, 1 something drifted, 2 it could not be looked at.
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readArguments, UserError } from "pulumi-local";
import { driftTable } from "./drift/drift-table";
import { type Drifted, readDrift } from "./drift/drifted";

const USAGE = `npm run drift -- [OPTION ...]

  --stack NAME   a deployed stack; default: the selected one
  --local        npm start on this machine
  --json         prints JSON, a resource a line

Exit status: 0 nothing drifted, 1 something did, 2 it could not be looked at.
`;

const CANNOT_LOOK = 2;
const MAX_OUTPUT_BYTES = 100_000_000;

try {
  main();
} catch (error) {
  const text = error instanceof UserError ? error.message : ((error as Error).stack ?? "");
  process.stderr.write(`${text}\n`);
  process.exitCode = CANNOT_LOOK;
}

function main(): void {
  const flag = { type: "boolean" } as const;
  const options = { stack: { type: "string" }, local: flag, json: flag } as const;
  const args = readArguments(process.argv.slice(2), options, USAGE);
  const isJson = args.flag("json");
  if (args.flag("local")) {
    if (!isJson) {
      process.stdout.write("npm start serves what is declared: there is nothing to drift from.\n");
    }
    return;
  }
  const drifted = findDrift(args.text("stack"));
  if (isJson) for (const each of drifted) process.stdout.write(`${JSON.stringify(each)}\n`);
  else process.stdout.write(drifted.length === 0 ? "Nothing drifted.\n" : textOf(drifted));
  if (drifted.length > 0) process.exitCode = 1;
}

function textOf(drifted: readonly Drifted[]): string {
  return `${driftTable(drifted)}
npm run up -- --refresh sets it back to what is declared; pulumi refresh takes AWS's values into the state.
`;
}

/** @throws UserError when the engine cannot look. */
function findDrift(stack: string | undefined): readonly Drifted[] {
  // Of this user alone: it has what the stack is declared with.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "pulumi-drift-"));
  const events = path.join(folder, "events.json");
  const place = stack === undefined ? [] : ["--stack", stack];
  const command = ["refresh", "--preview-only", "--non-interactive", "--suppress-progress"];
  try {
    const { status, signal, error, stdout, stderr } = spawnSync(
      "pulumi",
      [...command, "--event-log", events, ...place],
      // The CLI knows --event-log with this variable alone, as its Automation API sets it.
      {
        encoding: "utf8",
        env: { ...process.env, PULUMI_DEBUG_COMMANDS: "true" },
        maxBuffer: MAX_OUTPUT_BYTES,
      },
    );
    if (error !== undefined) throw new UserError(whyNotRun(error));
    if (status === null) throw new UserError(`Pulumi was ended by ${String(signal)}.`);
    if (status === 0 && fs.existsSync(events)) return readDrift(events);
    throw new UserError(`Pulumi could not look:\n${lastLines(`${stdout}\n${stderr}`)}`);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function whyNotRun({ code, message }: NodeJS.ErrnoException): string {
  if (code === "ENOENT") return "There is no pulumi on PATH to look with.";
  if (code === "ENOBUFS") return `Pulumi printed more than ${MAX_OUTPUT_BYTES} bytes.`;
  return `pulumi does not run: ${message}`;
}

function lastLines(text: string): string {
  return text.trim().split("\n").slice(-10).join("\n");
}
