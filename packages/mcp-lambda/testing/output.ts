/** A handler's log, and how tests see it. */

type WriteSync = (file: number, text: string) => number;

/** Hands what is written to standard output to `take`, which returns how many bytes it took; returns what undoes it. */
export function divertWrites(take: (text: string) => number): () => void {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- the module itself, whose function is replaced
  const module = require("node:fs") as { writeSync: WriteSync };
  const { writeSync } = module;
  module.writeSync = (file, text) => (file === 1 ? take(text) : writeSync(file, text));
  return () => {
    module.writeSync = writeSync;
  };
}

/** The same, where all is taken. */
export function divertOutput(take: (text: string) => void): () => void {
  return divertWrites((text) => {
    take(text);
    return Buffer.byteLength(text);
  });
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
  /** The line of each request. */
  readonly answered: readonly Readonly<Record<string, unknown>>[];
  /** What is written when something is called. */
  readonly begun: readonly Readonly<Record<string, unknown>>[];
  /** All else. */
  readonly others: readonly Readonly<Record<string, unknown>>[];
}

/** Sorts the lines of a handler's log. */
export function readLog(output: string): FunctionLog {
  const lines = output
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
  const own = ["answered", "call"];
  return {
    metrics: lines.filter((line) => "_aws" in line),
    answered: lines.filter(({ message }) => message === "answered"),
    begun: lines.filter(({ message }) => message === "call"),
    others: lines.filter((line) => !("_aws" in line) && !own.includes(String(line["message"]))),
  };
}
