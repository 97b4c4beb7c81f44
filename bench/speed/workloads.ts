/** Workloads of a tool's own code: functions of a module, which use a module's constants and Math. */

const TEXT_LENGTH = 1_000;
const TEXTS = [textOf(1), textOf(2)] as const;

export const WORKLOADS = {
  "fib(25)": () => fibonacci(25),
  "Levenshtein 1000 x 1000": () => levenshtein(...TEXTS),
} satisfies Readonly<Record<string, () => number>>;

export type Workload = keyof typeof WORKLOADS;

export interface TimedWork {
  readonly milliseconds: number;
  /** What it has computed, which is the same everywhere. */
  readonly result: number;
}

export function timed(workload: Workload): TimedWork {
  const started = performance.now();
  const result = WORKLOADS[workload]();
  return { milliseconds: performance.now() - started, result };
}

function fibonacci(n: number): number {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

/** Edits between two texts. https://en.wikipedia.org/wiki/Levenshtein_distance */
function levenshtein(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let i = 1; i <= from.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= to.length; j += 1) {
      const changed = (row[j - 1] ?? 0) + (from[i - 1] === to[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, changed));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

/** Letters that are the same in each run. */
function textOf(seed: number): string {
  let state = seed;
  const letters = Array.from({ length: TEXT_LENGTH }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return String.fromCharCode(97 + (Math.floor(state / 65_536) % 26));
  });
  return letters.join("");
}
