/**
 * Standard output, which Lambda keeps as the function's log, a line an event. Written to directly:
 * `console` under `logFormat: JSON` would wrap each line once more, process.stdout takes some 4 ms of
 * a cold start to be made, and what it has not yet written is lost in a crash.
 */
import { writeSync } from "node:fs";

export interface Output {
  /** Writes whole lines. */
  readonly write: (lines: string) => void;
  /** Writes at once what is written meanwhile: each write costs some microseconds. */
  readonly together: (work: () => void) => void;
}

export function createOutput(): Output {
  let gathered: string | undefined;
  let stream: NodeJS.WriteStream | undefined;

  const write = (lines: string): void => {
    if (gathered !== undefined) {
      gathered += lines;
      return;
    }
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
  };
  return {
    write,
    together: (work) => {
      gathered = "";
      try {
        work();
      } finally {
        const lines = gathered;
        gathered = undefined;
        write(lines);
      }
    },
  };
}
