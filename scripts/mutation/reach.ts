/** Which tests reach which mutant, found by one run of all tests without any mutant switched on. */
import type { PlannedFile, Reached } from "./worker";
import type { WorkerProcess } from "./worker-process";

/** Longest run of a test file in the baseline. */
const MAX_FILE_MS = 300_000;
/** Of a test or hook, with a mutant: the machine may be busy. */
const MIN_TIMEOUT_MS = 8_000;

export interface TestFile {
  readonly file: string;
  /** Milliseconds by title. */
  readonly passed: Readonly<Record<string, number>>;
  /** Tests that fail without a mutant, and say nothing of one. */
  readonly failed: Readonly<Record<string, string>>;
  readonly slowestMs: number;
  /** Milliseconds of the entire file. */
  readonly ms: number;
  /** Mutants that are reached while the file is loaded, or in hooks. */
  readonly outside: ReadonlyMap<string, number>;
  /** Titles and counts by mutant. */
  readonly inside: ReadonlyMap<string, ReadonlyMap<string, number>>;
}

export interface Plan {
  /** Tests that reach it, what takes least time first; then the others of their files. */
  readonly files: readonly PlannedFile[];
  /** How often the mutant was reached. */
  readonly hits: number;
}

/** @returns undefined for a file that cannot be loaded or hangs. */
export async function reachOf(
  worker: WorkerProcess,
  file: string,
  leftOut: readonly string[],
): Promise<TestFile | { readonly error: string }> {
  const ask = async (): Promise<Reached | undefined> =>
    worker.ask<Reached>({ kind: "reach", file, leftOut }, MAX_FILE_MS);
  let reached = await ask();
  // Once more: the machine may have been busy.
  if (Object.keys(reached?.failed ?? {}).length > 0) reached = await ask();
  if (reached === undefined) return { error: "it hangs" };
  if (reached.error !== undefined) return { error: reached.error };
  const inside = new Map<string, Map<string, number>>();
  for (const [title, hits] of Object.entries(reached.inside)) {
    for (const [id, count] of Object.entries(hits)) {
      const titles = inside.get(id) ?? new Map<string, number>();
      inside.set(id, titles.set(title, count));
    }
  }
  const outside = new Map(Object.entries(reached.outside));
  const { passed, failed, slowestMs, ms } = reached;
  return { file, passed, failed, slowestMs, ms, outside, inside };
}

export function planFor(id: string, tests: readonly TestFile[]): Plan {
  const planned = tests.flatMap((test) => {
    const titles = test.inside.get(id);
    const outside = test.outside.get(id);
    if (titles === undefined && outside === undefined) return [];
    const all = Object.keys(test.passed);
    const isOutside = outside !== undefined;
    const only = isOutside ? all : all.filter((title) => titles?.has(title) === true);
    // What a test keeps for the next one is reached by the first alone.
    const rest = only.length < all.length ? [all] : [];
    const msOf = (names: readonly string[]): number =>
      sum(names.map((title) => test.passed[title] ?? 0));
    // With what the file takes beside its tests: loading, and hooks.
    const ownMs = test.ms - msOf(all) + msOf(only);
    const timeoutMs = Math.max(MIN_TIMEOUT_MS, test.slowestMs * 4);
    const hits = (outside ?? 0) + sum([...(titles?.values() ?? [])]);
    return [{ file: test.file, only, rest, timeoutMs, ownMs, ms: test.ms, hits }];
  });
  planned.sort((one, other) => one.ownMs - other.ownMs);
  const first = planned.map(({ file, only, timeoutMs, ms }) => ({ file, only, timeoutMs, ms }));
  const second = planned.flatMap(({ file, rest, timeoutMs, ms }) =>
    rest.map((only) => ({ file, only, timeoutMs, ms })),
  );
  return {
    files: [...first, ...second].filter(({ only }) => only.length > 0),
    hits: sum(planned.map(({ hits }) => hits)),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
