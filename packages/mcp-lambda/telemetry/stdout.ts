/**
 * Standard output, which Lambda keeps as the function's log, a line an event. Written to directly:
 * `console` under `logFormat: JSON` would wrap each line once more, process.stdout takes some 4 ms of
 * a cold start to be made, and what it has not yet written is lost in a crash.
 */
import { writeSync } from "node:fs";

/** Lines of the batch that is being made. */
let batched: string | undefined;
/** Made when a pipe was full. */
let stream: NodeJS.WriteStream | undefined;

export const stdout = {
  /** Writes entire lines. */
  write: (lines: string): void => {
    if (batched === undefined) writeNow(lines);
    else batched += lines;
  },
  /** Writes at once what `work` writes: each write costs some microseconds. */
  batch: (work: () => void): void => {
    if (batched !== undefined) {
      work();
      return;
    }
    batched = "";
    try {
      work();
    } finally {
      const lines = batched;
      batched = undefined;
      writeNow(lines);
    }
  },
  /** Writes nothing of what `work` would write. */
  discard: (work: () => void): void => {
    batched = "";
    try {
      work();
    } finally {
      batched = undefined;
    }
  },
};

function writeNow(lines: string): void {
  if (stream !== undefined && stream.writableLength > 0) {
    stream.write(lines);
    return;
  }
  let written = 0;
  try {
    written = writeSync(1, lines);
  } catch {
    // A pipe that is full, and not to be waited for.
  }
  if (written < Buffer.byteLength(lines)) {
    // The stream knows how to wait; what follows must not overtake it.
    stream = process.stdout;
    stream.write(Buffer.from(lines).subarray(written));
  }
}
