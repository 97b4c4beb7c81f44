/**
 * Mutants: small changes of the sources, made by Stryker's instrumenter as switches in the code, so
 * that one load serves all of them (https://stryker-mutator.io/docs/mutation-testing-elements/supported-mutators/).
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { Instrumenter } from "@stryker-mutator/instrumenter";
import { hashOf } from "./files";

export interface Mutant {
  /** The switch's name, for one instrumentation. */
  readonly id: string;
  /** From the project's folder. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly mutator: string;
  readonly original: string;
  readonly replacement: string;
  /** The same wherever its lines move, as long as its text stays. */
  readonly key: string;
  /** Hash of the file's text. */
  readonly version: string;
}

export interface Instrumented {
  /** Texts by file, with the switches in them. */
  readonly texts: ReadonlyMap<string, string>;
  readonly mutants: readonly Mutant[];
  /** How many change what only people read (see isProse), and are not among `mutants`. */
  readonly prose: number;
}

const quiet = (): void => undefined;
const isOff = (): boolean => false;
const LOGGER = {
  ...{ trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet, fatal: quiet },
  ...{ isTraceEnabled: isOff, isDebugEnabled: isOff, isInfoEnabled: isOff },
  ...{ isWarnEnabled: isOff, isErrorEnabled: isOff, isFatalEnabled: isOff },
};

interface Position {
  readonly line: number;
  readonly column: number;
}

/**
 * Texts for people, which no test spells out twice: three words in a row. Queries and expressions have
 * words in a row too; their signs tell them apart.
 */
export function isProse(mutator: string, original: string): boolean {
  if (mutator !== "StringLiteral" || /[|@]|SEARCH\(/.test(original)) return false;
  return /[a-z,;:.)}'’"`]+ [a-z({$'"`]+ [a-z({$'"`]/i.test(original.slice(1, -1));
}

/** The text between two positions (lines from 0). */
function textAt(lines: readonly string[], start: Position, end: Position): string {
  const between = lines.slice(start.line, end.line + 1);
  if (between.length === 0) return "";
  const last = between.length - 1;
  between[last] = (between[last] ?? "").slice(0, end.column);
  between[0] = (between[0] ?? "").slice(start.column);
  return between.join("\n");
}

export async function instrument(root: string, files: readonly string[]): Promise<Instrumented> {
  const before = new Map(
    files.map((name) => [name, fs.readFileSync(path.join(root, name), "utf8")]),
  );
  const inputs = [...before].map(([name, content]) => ({ name, content, mutate: true }));
  const options = { excludedMutations: [], ignorers: [], plugins: null };
  const result = await new Instrumenter(LOGGER).instrument(inputs, options);
  const seen = new Map<string, number>();
  const all = result.mutants.map(({ id, fileName, location, mutatorName, replacement }): Mutant => {
    const text = before.get(fileName) ?? "";
    const original = textAt(text.split("\n"), location.start, location.end);
    const what = hashOf(fileName, mutatorName, original, replacement);
    const count = seen.get(what) ?? 0;
    seen.set(what, count + 1);
    return {
      ...{ id, file: fileName, line: location.start.line + 1, mutator: mutatorName },
      ...{ original, replacement: replacement },
      ...{ key: hashOf(what, String(count)), version: hashOf(text) },
    };
  });
  const mutants = all.filter(({ mutator, original }) => !isProse(mutator, original));
  const texts = new Map(result.files.map(({ name, content }) => [name, content]));
  return { texts, mutants, prose: all.length - mutants.length };
}
