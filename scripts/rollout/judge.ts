/**
 * Whether a new version does worse than the one beside it. Both answer the same callers at the same
 * time, so what fails in both (a service that is down) is not held against the new one.
 */

/** What one version did. */
export interface VersionCounts {
  /** Tool calls that ran, and those of them that failed. */
  readonly calls: number;
  readonly failed: number;
  /** Invocations, and those that crashed, ran out of memory or time. */
  readonly invocations: number;
  readonly crashed: number;
}

export const NOTHING: VersionCounts = { calls: 0, failed: 0, invocations: 0, crashed: 0 };

/** Fewer say nothing. */
const MIN_FAILED = 3;
const MIN_CRASHED = 2;
/** Worse is more than so many times the other's rate ... */
const FACTOR = 2;
/** ... and so much beside it, in parts of 1. */
const MARGIN = 0.01;

/** What is worse, in words; undefined for nothing. */
export function whyWorse(next: VersionCounts, live: VersionCounts): string | undefined {
  const tools = [
    { bad: next.failed, all: next.calls },
    { bad: live.failed, all: live.calls },
  ] as const;
  if (next.failed >= MIN_FAILED && isWorse(...tools)) return inWords("tool calls failed", ...tools);
  const ends = [
    { bad: next.crashed, all: next.invocations },
    { bad: live.crashed, all: live.invocations },
  ] as const;
  if (next.crashed >= MIN_CRASHED && isWorse(...ends))
    return inWords("invocations crashed", ...ends);
  return undefined;
}

interface Part {
  readonly bad: number;
  readonly all: number;
}

function isWorse(next: Part, live: Part): boolean {
  return rateOf(next) > rateOf(live) * FACTOR + MARGIN;
}

/** What is counted of two sources may lag: never more than all. */
function rateOf({ bad, all }: Part): number {
  return bad === 0 ? 0 : bad / Math.max(all, bad);
}

function inWords(what: string, next: Part, live: Part): string {
  const text = (part: Part): string =>
    `${part.bad} of ${part.all} (${(100 * rateOf(part)).toFixed(1)} %)`;
  return `${text(next)} ${what}, of the live version ${text(live)}`;
}
