/** Rewrites frames of the emitted handler, wherever they stand in a text, to the program's sources. */
import { originalPositionFor, TraceMap } from "@jridgewell/trace-mapping";
import * as fs from "node:fs";

export type FrameMapper = (text: string) => string;

/**
 * @param emittedFile the handler as it is run.
 * @param mapFile its source map, as emitted-positions.ts makes it.
 */
export function createFrameMapper(emittedFile: string, mapFile: string): FrameMapper {
  const map = new TraceMap(fs.readFileSync(mapFile, "utf8"));
  const escaped = emittedFile.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const frame = new RegExp(`(?:file://)?${escaped}:(\\d+):(\\d+)`, "g");
  return (text) =>
    text.replace(frame, (original: string, line: string, column: string) => {
      const position = originalPositionFor(map, { line: Number(line), column: Number(column) - 1 });
      if (position.source === null) return original;
      return `${position.source}:${position.line}:${position.column + 1}`;
    });
}

/** Cuts a stream into whole lines. */
export function createLineSplitter(onLine: (line: string) => void): (chunk: Buffer) => void {
  let rest = "";
  const decoder = new TextDecoder();
  return (chunk) => {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
  };
}
