/** Command-line arguments: what is wrong with them is reported in a line, or together with the usage. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { nearest } from "../nearest";
import { UserError } from "../user-error";
import { npmCommand, optionsThatNpmTook } from "./npm-command";

export type Options = NonNullable<ParseArgsConfig["options"]>;

/** Values of the options, by name; undefined for those not given and without a default. */
export interface Arguments {
  readonly text: (option: string) => string | undefined;
  /** Of an option that may be given several times. */
  readonly texts: (option: string) => readonly string[];
  readonly flag: (option: string) => boolean;
  /** A whole number within bounds; undefined when it is not given. @throws UserError */
  readonly wholeNumber: (option: string, min: number, max: number) => number | undefined;
  /** What is not an option. */
  readonly rest: readonly string[];
}

export interface WordOptions {
  /** Arguments beside options that the command takes at most; default none. */
  readonly positionals?: number;
  /** Whether it takes this one beyond them; default: none. */
  readonly accepts?: (word: string) => boolean;
}

/**
 * @param usage shown when an option is unknown and like none, and with --help, which ends the process.
 * @throws UserError
 */
export function readArguments(
  args: readonly string[],
  options: Options,
  usage: string,
  { positionals = 0, accepts = () => false }: WordOptions = {},
): Arguments {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      options: { ...options, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UserError(parseTrouble(error, Object.keys(options), usage));
  }
  const values: Readonly<Record<string, unknown>> = parsed.values;
  if (values["help"] === true) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const notGiven = Object.entries(options).filter(([name]) => values[name] === undefined);
  refuseTaken(Object.fromEntries(notGiven), usage);
  const { positionals: words } = parsed;
  refuseLeftover(words.slice(positionals), { options: Object.keys(options), usage, accepts });
  const text = (option: string): string | undefined => {
    const value = values[option];
    return typeof value === "string" ? value : undefined;
  };
  return {
    text,
    texts: (option) => {
      const value = values[option];
      return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
    },
    flag: (option) => values[option] === true,
    wholeNumber: (option, min, max) => {
      const value = text(option);
      if (value === undefined) return undefined;
      const number = /^\d{1,6}$/.test(value) ? Number(value) : NaN;
      if (number >= min && number <= max) return number;
      throw new UserError(
        `--${option} is "${value}" but must be a whole number from ${min} to ${max}.`,
      );
    },
    rest: words,
  };
}

/** npm keeps options that stand before "--", and the command would run as if it had not been told. */
function refuseTaken(options: Options, usage: string): void {
  const taken = optionsThatNpmTook(options);
  if (taken.length === 0) return;
  const names = taken.map((option) => option.split(" ")[0]).join(", ");
  throw new UserError(
    `npm has kept ${names} for itself; options need -- before them: ${npmCommand(usage)} -- ${taken.join(" ")}`,
  );
}

/** What parseArgs has refused. */
function parseTrouble(error: unknown, options: readonly string[], usage: string): string {
  const text = error instanceof Error ? error.message : String(error);
  const unknown = /^Unknown option '--?([^']+)'/.exec(text)?.[1];
  if (unknown === undefined) return `${text}\n\n${usage}`;
  const meant = nearest(unknown, [...options, "help"]);
  const trouble = `There is no option --${unknown}`;
  return meant === undefined ? `${trouble}.\n\n${usage}` : `${trouble}: did you mean --${meant}?`;
}

interface Leftover {
  readonly options: readonly string[];
  readonly usage: string;
  readonly accepts: (word: string) => boolean;
}

function refuseLeftover(words: readonly string[], { options, usage, accepts }: Leftover): void {
  const unexpected = words.find((word) => !accepts(word));
  if (unexpected === undefined) return;
  const meant = /^[a-z-]+$/i.test(unexpected) ? nearest(unexpected, options) : undefined;
  if (meant !== undefined) {
    throw new UserError(
      `"${unexpected}" is not an option: did you mean --${meant}? Write ${npmCommand(usage)} -- --${meant}`,
    );
  }
  throw new UserError(
    `"${unexpected}" is not an option.\n\n${usage}\nIf it belongs to one: npm takes the names of options that have no -- before them, so write ${npmCommand(usage)} -- ...`,
  );
}

/**
 * Runs a command; what it throws is reported in one line, a defect with its stack. Exit status 1.
 *
 * @param report default: writes to standard error.
 */
export function runCommand(
  command: () => Promise<void>,
  report = (text: string): unknown => process.stderr.write(`${text}\n`),
): void {
  command().catch((error: unknown) => {
    const stack = error instanceof Error ? error.stack : undefined;
    const text = error instanceof UserError ? error.message : (stack ?? String(error));
    report(text);
    process.exit(1);
  });
}

export { DEFAULT_PORT } from "./start-options";
/** The stack whose settings are used when nothing else is said. */
export const DEFAULT_STACK = "dev";

/** The request to try first. */
export const FIRST_CALL = `{"jsonrpc":"2.0","method":"tools/call","params":{"name":"add","arguments":{"a":10,"b":5}},"id":1}`;
