/**
 * Debuggable form of a bundled handler (`npm start -- --inspect`): the text that lies in
 * `__index.js`, as a CommonJS module with a source map, so that breakpoints in the project's files
 * bind. Nothing of it is deployed.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import type { BundledHandler, UnpackedArchive } from "../program/declared";
import { readBundledHandler } from "./stack-frames";

export interface DebugOptions {
  /** Port of the debugger on 127.0.0.1. */
  readonly port: number;
  /** The program's folder, which the sources of a handler are named from. */
  readonly root: string;
}

export interface DebuggedHandler {
  /** The module; it exports `handler`. */
  readonly file: string;
  /** What is in it. */
  readonly handler: BundledHandler;
}

/** Beside the archive; undefined when the archive holds no bundled handler. */
export function writeDebuggedHandler(
  code: UnpackedArchive,
  root: string,
): DebuggedHandler | undefined {
  if (code.handler === undefined) return undefined;
  const { text, map } = readBundledHandler(code.handler);
  const file = `${code.folder}.debugged.js`;
  // What pulumi-handler-layer's callback factory declares around the text.
  const head = `"use strict"; const taskRoot = ${JSON.stringify(code.folder)}; let handler;`;
  const url = `data:application/json;base64,${Buffer.from(absolute(map, root)).toString("base64")}`;
  const lines = [head, text, "module.exports.handler = handler;", `//# sourceMappingURL=${url}`];
  fs.writeFileSync(file, lines.join("\n"));
  return { file, handler: { text, map, firstLine: 1 } };
}

interface SourceMap {
  readonly sources: readonly string[];
  readonly mappings: string;
}

/** The map for a text one line further down, with the sources' URLs and contents. */
function absolute(map: string, root: string): string {
  const parsed = JSON.parse(map) as SourceMap;
  const files = parsed.sources.map((source) => path.resolve(root, source));
  return JSON.stringify({
    ...parsed,
    mappings: `;${parsed.mappings}`,
    sources: files.map((file) => pathToFileURL(file).href),
    // The line that calls the module's export is in no file.
    sourcesContent: files.map((file) =>
      fs.existsSync(file) ? fs.readFileSync(file, "utf8") : null,
    ),
  });
}
