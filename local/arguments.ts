/** Reads command-line arguments: what is wrong with them is told together with the usage. */
import { parseArgs, type ParseArgsConfig } from "node:util";
import { Problem } from "./problem";

type Options = NonNullable<ParseArgsConfig["options"]>;

/** Values of the options, by name; undefined for those not given and without a default. */
export interface Arguments {
  readonly text: (option: string) => string | undefined;
  readonly flag: (option: string) => boolean;
  /** A whole number within bounds; undefined when it is not given. @throws Problem */
  readonly wholeNumber: (option: string, least: number, most: number) => number | undefined;
  /** What is no option. */
  readonly rest: readonly string[];
}

/**
 * @param usage shown when an option is unknown, and with --help, which ends the process.
 * @throws Problem
 */
export function readArguments(args: readonly string[], options: Options, usage: string): Arguments {
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      options: { ...options, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
    });
  } catch (error) {
    throw new Problem(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
  const values: Readonly<Record<string, unknown>> = parsed.values;
  if (values["help"] === true) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const text = (option: string): string | undefined => {
    const value = values[option];
    return typeof value === "string" ? value : undefined;
  };
  return {
    text,
    flag: (option) => values[option] === true,
    wholeNumber: (option, least, most) => {
      const value = text(option);
      if (value === undefined) return undefined;
      const number = /^\d{1,6}$/.test(value) ? Number(value) : NaN;
      if (number >= least && number <= most) return number;
      throw new Problem(
        `--${option} is "${value}" but must be a whole number from ${least} to ${most}.`,
      );
    },
    rest: parsed.positionals,
  };
}

/** Runs a command; what it throws is told in one line, a defect with its stack. Exit status 1. */
export function runCommand(command: () => Promise<void>): void {
  command().catch((error: unknown) => {
    const stack = error instanceof Error ? error.stack : undefined;
    const text = error instanceof Problem ? error.message : (stack ?? String(error));
    process.stderr.write(`${text}\n`);
    process.exit(1);
  });
}

/** Where `npm start` serves a stack when nothing else is said. */
export const DEFAULT_PORT = 3000;
export const DEFAULT_STACK = "dev";

/** The request to try first. */
export const FIRST_CALL = `{"jsonrpc":"2.0","method":"tools/call","params":{"name":"add","arguments":{"a":10,"b":5}},"id":1}`;
