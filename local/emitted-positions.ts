/**
 * Finds out where in the program's sources the lines of an emitted handler come from.
 *
 * Pulumi's serializer writes function by function what the compiler made of them, each line as it
 * was. So a run of emitted lines is looked up among the compiled lines of the program's files, and
 * the compiler's source map leads on to the source.
 */
import { decodedMappings, TraceMap } from "@jridgewell/trace-mapping";
import * as path from "node:path";

/** A source map of the emitted text: version 3, with its mappings decoded. */
export interface EmittedMap {
  readonly version: 3;
  readonly names: [];
  /** Paths from the project's folder, "/" between folders. */
  readonly sources: string[];
  /** For each emitted line: [emitted column, source, line, column], all from 0. */
  readonly mappings: [number, number, number, number][][];
}

/** A file of the program as its compiler made it, with the source map inline. */
export interface CompiledFile {
  readonly file: string;
  readonly code: string;
}

interface Lines {
  readonly source: number;
  readonly lines: readonly string[];
  readonly mappings: ReturnType<typeof decodedMappings>;
}

/** @param root folder from which the sources are named. */
export function mapEmitted(
  emitted: string,
  files: readonly CompiledFile[],
  root: string,
): EmittedMap {
  const compiled = files.map(({ file, code }, source) => readCompiled(code, source, file));
  const places = new Map<string, { readonly of: Lines; readonly line: number }[]>();
  for (const of of compiled) {
    of.lines.forEach((text, line) => {
      if (!places.has(text)) places.set(text, []);
      places.get(text)?.push({ of, line });
    });
  }
  const lines = emitted.split("\n");
  const mappings: EmittedMap["mappings"] = lines.map(() => []);
  for (let at = 0; at < lines.length; at += 1) {
    const runs = (places.get(lines[at] ?? "") ?? []).map(({ of, line }) => ({
      of,
      line,
      length: commonLines(lines, at, of.lines, line),
    }));
    const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), NO_RUN);
    // A lone bracket or blank line says nothing of where it comes from.
    if (longest.length < 2 && !/\w{3}/.test(lines[at] ?? "")) continue;
    for (let step = 0; step < longest.length; step += 1) {
      const segments = longest.of.mappings[longest.line + step] ?? [];
      mappings[at + step] = segments.flatMap((segment): [number, number, number, number][] =>
        segment.length === 1 ? [] : [[segment[0], longest.of.source, segment[2], segment[3]]],
      );
    }
    at += Math.max(longest.length - 1, 0);
  }
  const sources = files.map(({ file }) => path.relative(root, file).split(path.sep).join("/"));
  return { version: 3, names: [], sources, mappings };
}

const NO_RUN: { of: Lines; line: number; length: number } = {
  of: { source: 0, lines: [], mappings: [] },
  line: 0,
  length: 0,
};

function readCompiled(code: string, source: number, file: string): Lines {
  const inline = /\/\/# sourceMappingURL=data:application\/json[^,]*;base64,(\S+)/.exec(code)?.[1];
  const json = Buffer.from(inline ?? "", "base64").toString("utf8");
  const mappings = inline === undefined ? [] : decodedMappings(new TraceMap(json, file));
  return { source, lines: code.split("\n"), mappings };
}

function commonLines(
  a: readonly string[],
  fromA: number,
  b: readonly string[],
  fromB: number,
): number {
  let length = 0;
  while (fromA + length < a.length && a[fromA + length] === b[fromB + length]) length += 1;
  return length;
}
