/** The Pulumi CLI as a child that has this terminal, with the options that a script was given. */
import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { UserError } from "pulumi-local";

/** Providers are fetched when they are needed: of those that packages name, the aws plugin alone is. */
const WITHOUT_PLUGINS = "--skip-plugin-pre-install";

/** Without a terminal Pulumi prints a warning twice, in a row when it comes and at the end: the row. */
const EARLY_WARNING = /^ [ +~<>=-]{2} \S+:\S+ \S+ .*?warning: /;

/** Options with which a run without a terminal shows no dots. */
export function shortOutput(): readonly string[] {
  return process.stdout.isTTY ? [] : ["--suppress-progress"];
}

export interface RunOptions {
  readonly variables?: Readonly<Record<string, string>>;
  /** Hears what goes to stderr, where errors are. */
  readonly onErrors?: (text: string) => void;
}

/** Runs a command to its end, on this terminal. @returns its exit status. */
export async function runPulumi(
  args: readonly string[],
  { variables = {}, onErrors = () => undefined }: RunOptions = {},
): Promise<number> {
  const [command = "", ...options] = args;
  const isTerminal = process.stdout.isTTY;
  const child = spawn("pulumi", [command, WITHOUT_PLUGINS, ...options], {
    // With a terminal of its own it draws its table, and asks for what it needs.
    stdio: ["inherit", isTerminal ? "inherit" : "pipe", "pipe"],
    env: { ...process.env, ...variables },
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    process.stderr.write(chunk);
    onErrors(chunk.toString("utf8"));
  });
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on("line", (line) => {
      if (!EARLY_WARNING.test(line)) process.stdout.write(`${line}\n`);
    });
  }
  // The terminal tells the child of Ctrl-C too; what it then says must still be seen.
  const wait = (): void => undefined;
  process.on("SIGINT", wait);
  const status = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      resolve(code ?? 1);
    });
  });
  process.off("SIGINT", wait);
  return status;
}

/** The state of a stack has some hundred kB; of what is longer than this nothing would be read. */
const MAX_OUTPUT = 2 ** 28;

/** What a command prints; undefined where it fails. */
export function readPulumi(args: readonly string[]): string | undefined {
  const { status, stdout } = spawnSync("pulumi", [...args, "--non-interactive"], {
    encoding: "utf8",
    maxBuffer: MAX_OUTPUT,
    stdio: ["ignore", "pipe", "ignore"],
  });
  return status === 0 ? stdout : undefined;
}

/** Whether one of these options is there, with or without a value. */
export function hasOption(args: readonly string[], ...names: readonly string[]): boolean {
  return args.some((arg) => names.some((name) => isOption(arg, name)));
}

/** A value stands behind "=", behind a short name at once, or in the next word. */
function isOption(arg: string, name: string): boolean {
  return arg === name || arg.startsWith(`${name}=`) || (isShort(name) && arg.startsWith(name));
}

function isShort(name: string): boolean {
  return /^-\w$/.test(name);
}

/** The value of the first of these options, in one word or in two. */
export function optionValue(
  args: readonly string[],
  ...names: readonly string[]
): string | undefined {
  for (const [at, arg] of args.entries()) {
    const name = names.find((each) => isOption(arg, each));
    if (name === undefined) continue;
    const value = arg === name ? args[at + 1] : arg.slice(name.length).replace(/^=/, "");
    if (value === undefined || value === "") {
      throw new UserError(`${name} needs a value, such as ${name} dev.`);
    }
    return value;
  }
  return undefined;
}

/** The options that choose stack and folder, to be given to another command too. */
export function placeOptions(args: readonly string[]): readonly string[] {
  const stack = optionValue(args, "-s", "--stack");
  const folder = optionValue(args, "-C", "--cwd");
  return [
    ...(stack === undefined ? [] : ["--stack", stack]),
    ...(folder === undefined ? [] : ["--cwd", folder]),
  ];
}
