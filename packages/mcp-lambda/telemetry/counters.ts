/** Custom counters of tools: each is a metric that costs as much as ours, so their number is bounded. */
import { clip } from "./cut";
import type { Logger } from "./logger";
import { OWN_METRIC_NAMES } from "./metrics";

/** In one execution environment. */
export const MAX_COUNTERS = 20;

/** Of what is added and of a sum: CloudWatch takes 2^360, but beyond 2^53 whole numbers are inexact. */
export const MAX_COUNT = 1e15;

const COUNTER_NAME = /^[A-Z][A-Za-z0-9]{0,63}$/;

/** What a tool asks for, which may be anything whatever its types say. */
export interface Addition {
  readonly counter: unknown;
  readonly by: unknown;
}

/** Adds to the sums of one request; what is refused changes none of them, and is logged. */
export type AddToCounter = (sums: Record<string, number>, addition: Addition, log: Logger) => void;

/** Keeps the counters of one execution environment. */
export function createCounters(): AddToCounter {
  const admitted: string[] = [];

  const refusalOf = (counter: string): string | undefined => {
    if (!COUNTER_NAME.test(counter)) {
      return "a counter's name is letters and digits, at most 64, and begins with a capital";
    }
    if (OWN_METRIC_NAMES.includes(counter)) return "the server has a metric of this name";
    if (admitted.includes(counter) || admitted.length < MAX_COUNTERS) return undefined;
    return `there are ${MAX_COUNTERS} counters already; a name must not be made of what callers send`;
  };

  /** Adds, or returns why not. */
  const add = (sums: Record<string, number>, { counter, by }: Addition): string | undefined => {
    if (typeof counter !== "string") return "a counter's name is a text";
    const refusal = refusalOf(counter);
    if (refusal !== undefined) return refusal;
    if (typeof by !== "number" || !Number.isFinite(by)) return "only a number can be added";
    const sum = (sums[counter] ?? 0) + by;
    if (Math.abs(by) > MAX_COUNT || Math.abs(sum) > MAX_COUNT) {
      return `what is added, and its sum in a request, is from -${MAX_COUNT} to ${MAX_COUNT}`;
    }
    if (!admitted.includes(counter)) admitted.push(counter);
    sums[counter] = sum;
    return undefined;
  };

  return (sums, addition, log) => {
    const refusal = add(sums, addition);
    if (refusal === undefined) return;
    const { counter, by } = addition;
    const shown = typeof counter === "string" ? clip(counter, 64) : counter;
    log.warn(`not counted: ${refusal}`, { counter: shown, by });
  };
}
