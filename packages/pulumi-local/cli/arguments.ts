/** Command-line arguments: what is wrong with them is reported together with the usage. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { UserError } from "../user-error";
import { npmCommand, optionsThatNpmTook } from "./npm-command";

export type Options = NonNullable<ParseArgsConfig["options"]>;

/** Values of the options, by name; undefined for those not given and without a default. */
export interface Arguments {
  readonly text: (option: string) => string | undefined;
  readonly flag: (option: string) => boolean;
  /** A whole number within bounds; undefined when it is not given. @throws UserError */
  readonly wholeNumber: (option: string, min: number, max: number) => number | undefined;
  /** What is not an option. */
  readonly rest: readonly string[];
}

/**
 * @param usage shown when an option is unknown, and with --help, which ends the process.
 * @param positionals arguments beside options that the command takes at most; default none.
 * @throws UserError
 */
export function readArguments(
  args: readonly string[],
  options: Options,
  usage: string,
  { positionals = 0 }: { readonly positionals?: number } = {},
): Arguments {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      options: { ...options, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
  const values: Readonly<Record<string, unknown>> = parsed.values;
  if (values["help"] === true) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const notGiven = Object.entries(options).filter(([name]) => values[name] === undefined);
  refuseTaken(Object.fromEntries(notGiven), usage);
  refuseLeftover(parsed.positionals[positionals], usage);
  const text = (option: string): string | undefined => {
    const value = values[option];
    return typeof value === "string" ? value : undefined;
  };
  return {
    text,
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
    rest: parsed.positionals,
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

function refuseLeftover(unexpected: string | undefined, usage: string): void {
  if (unexpected === undefined) return;
  throw new UserError(
    `"${unexpected}" is not an option.\n\n${usage}\nIf it belongs to one: npm takes the names of options that have no -- before them, so write ${npmCommand(usage)} -- ...`,
  );
}

/** Runs a command; what it throws is reported in one line, a defect with its stack. Exit status 1. */
export function runCommand(command: () => Promise<void>): void {
  command().catch((error: unknown) => {
    const stack = error instanceof Error ? error.stack : undefined;
    const text = error instanceof UserError ? error.message : (stack ?? String(error));
    process.stderr.write(`${text}\n`);
    process.exit(1);
  });
}

/** Where `npm start` serves a stack when nothing else is said. */
export const DEFAULT_PORT = 3000;
export const DEFAULT_STACK = "dev";

/** The request to try first. */
export const FIRST_CALL = `{"jsonrpc":"2.0","method":"tools/call","params":{"name":"add","arguments":{"a":10,"b":5}},"id":1}`;
