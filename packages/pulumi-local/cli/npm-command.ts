/** The npm script that runs: how it is called, and what npm has taken of its options. */
import { shellWord } from "../shell-word";
import type { Options } from "./arguments";

/** As a usage begins: "npm start", "npm run call". */
export function npmCommand(usage: string): string {
  return /^npm (?:start|run (?:--\S+ )*\S+)/.exec(usage)?.[0] ?? "npm run COMMAND";
}

/**
 * Options of a command that npm has taken for settings of its own, since they stood before "--", in
 * the form in which they reach the command. npm leaves a value behind that had no "=" before it.
 * https://docs.npmjs.com/cli/v11/using-npm/config#environment-variables
 */
export function optionsThatNpmTook(options: Options): readonly string[] {
  if (process.env["npm_lifecycle_event"] === undefined) return [];
  return Object.entries(options).flatMap(([name, { type }]) => {
    const value = process.env[`npm_config_${name.replaceAll("-", "_")}`] ?? "";
    if (value === "") return [];
    if (type === "boolean") return [`--${name}`];
    return [`--${name} ${value === "true" ? "VALUE" : shellWord(value)}`];
  });
}

/** A command with the options that it was given, but for one, which gets another value. */
export function commandWith(
  command: string,
  args: readonly string[],
  [option, value]: readonly [string, number],
): string {
  const isOption = (word: string | undefined): boolean => word === `--${option}`;
  const others = args.filter(
    (word, index) =>
      !isOption(word) && !isOption(args[index - 1]) && !word.startsWith(`--${option}=`),
  );
  return `${command} -- ${[...others, `--${option}`, String(value)].map((word) => shellWord(word)).join(" ")}`;
}
