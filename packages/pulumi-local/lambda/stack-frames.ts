/** Mapper of stack frames: those of a bundled handler, wherever they stand in a text, get the program's files and lines. */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import * as fs from "node:fs";
import type { BundledHandler } from "../program/declared";

export type FrameMapper = (text: string) => string;

/** @param file JSON, as the evaluation lays it beside an archive. */
export function readBundledHandler(file: string): BundledHandler {
  return JSON.parse(fs.readFileSync(file, "utf8")) as BundledHandler;
}

/** @param emittedFile the file that is run, as frames name it. */
export function createFrameMapper(emittedFile: string, handler: BundledHandler): FrameMapper {
  const map = new TraceMap(handler.map);
  const escaped = emittedFile.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const frame = new RegExp(`(?:file://)?${escaped}:(\\d+):(\\d+)`, "g");
  return (text) =>
    text.replace(frame, (original: string, line: string, column: string) => {
      const mapped = Number(line) - handler.firstLine;
      if (mapped < 1) return original;
      const position = originalPositionFor(map, { line: mapped, column: Number(column) - 1 });
      if (position.source === null) return original;
      return `${position.source}:${position.line}:${position.column + 1}`;
    });
}
