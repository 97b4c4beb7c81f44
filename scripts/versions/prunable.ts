/** Which versions of a function may be removed. */
import type { FunctionVersion } from "./versioned-function";

export interface Kept {
  /** So many of the newest are kept. */
  readonly keep: number;
  /** What an alias, a setting or another function needs. */
  readonly needed: ReadonlySet<number>;
}

/** The oldest first. */
export function prunable(
  versions: readonly Pick<FunctionVersion, "number">[],
  { keep, needed }: Kept,
): readonly number[] {
  const old = versions.slice(0, Math.max(0, versions.length - keep));
  return old.map(({ number }) => number).filter((number) => !needed.has(number));
}

const TASK_FUNCTION = "TASK_FUNCTION";

/** Versions of the function of tasks that these versions begin tasks in. */
export function taskVersionsOf(
  versions: readonly { readonly variables: Readonly<Record<string, string>> }[],
): ReadonlySet<number> {
  // Behind the last ":" of its ARN.
  const named = versions.map(({ variables }) => variables[TASK_FUNCTION]?.split(":").at(-1));
  return new Set(named.filter((version) => version !== undefined).map(Number));
}

/** A task that asks is kept for a week, and ends in the version in which it began; a day more. */
export const TASK_LIFE_MS = 8 * 86_400_000;

/** Those that were superseded, or ran a task, while a task of theirs may be kept. */
export function youngTaskVersions(
  versions: readonly Pick<FunctionVersion, "number" | "published">[],
  { now, lastUsed }: { readonly now: number; readonly lastUsed: ReadonlyMap<number, number> },
): ReadonlySet<number> {
  const young = versions.filter(({ number }, at) => {
    const superseded = versions[at + 1]?.published.getTime() ?? now;
    return now - Math.max(superseded, lastUsed.get(number) ?? 0) < TASK_LIFE_MS;
  });
  return new Set(young.map(({ number }) => number));
}
