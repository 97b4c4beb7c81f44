/** What handlers write to their log, and how tests see it. */

type WriteSync = (file: number, text: string) => number;

/** Sends what is written to standard output elsewhere; returns what undoes it. */
export function divertOutput(take: (text: string) => void): () => void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the module itself, whose function is replaced
  const module = require("node:fs") as { writeSync: WriteSync };
  const { writeSync } = module;
  module.writeSync = (file, text) => {
    if (file !== 1) return writeSync(file, text);
    take(text);
    return Buffer.byteLength(text);
  };
  return () => {
    module.writeSync = writeSync;
  };
}

/** Runs something and keeps what it writes to standard output. */
export async function capturing<Result>(
  work: () => Result | Promise<Result>,
): Promise<{ readonly result: Result; readonly output: string }> {
  let output = "";
  const restore = divertOutput((text) => (output += text));
  try {
    return { result: await work(), output };
  } finally {
    restore();
  }
}

export interface FunctionLog {
  /** Blobs of metrics. */
  readonly metrics: readonly Readonly<Record<string, unknown>>[];
  /** The line of each exchange. */
  readonly answered: readonly Readonly<Record<string, unknown>>[];
  /** All else. */
  readonly others: readonly Readonly<Record<string, unknown>>[];
}

/** Sorts the lines of a handler's log. */
export function readLog(output: string): FunctionLog {
  const lines = output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  const isAnswered = ({ message }: Readonly<Record<string, unknown>>): boolean =>
    message === "answered";
  return {
    metrics: lines.filter((line) => "_aws" in line),
    answered: lines.filter(isAnswered),
    others: lines.filter((line) => !("_aws" in line) && !isAnswered(line)),
  };
}
