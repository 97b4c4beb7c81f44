/** Custom counters of tools: each is a metric that costs as much as ours, so their number is bounded. */
import { clip } from "./cut";
import type { Logger } from "./logger";
import { OWN_METRIC_NAMES } from "./metrics";

/** In one execution environment. */
export const MAX_COUNTERS = 20;

const COUNTER_NAME = /^[A-Z][A-Za-z0-9]{0,63}$/;

/** Whether a counter may be added to; what is wrong with it is logged. */
export type AdmitCounter = (counter: string, by: number, log: Logger) => boolean;

/** Keeps the counters of one execution environment. */
export function createCounters(): AdmitCounter {
  const admitted: string[] = [];

  const refusalOf = (counter: string, by: number): string | undefined => {
    if (!COUNTER_NAME.test(counter)) {
      return "a counter's name is letters and digits, at most 64, and begins with a capital";
    }
    if (OWN_METRIC_NAMES.includes(counter)) return "the server has a metric of this name";
    if (!Number.isFinite(by)) return "only a number can be added";
    if (admitted.includes(counter)) return undefined;
    if (admitted.length < MAX_COUNTERS) {
      admitted.push(counter);
      return undefined;
    }
    return `there are ${MAX_COUNTERS} counters already; a name must not be made of what callers send`;
  };

  return (counter, by, log) => {
    const refusal = refusalOf(counter, by);
    if (refusal !== undefined) {
      log.warn(`not counted: ${refusal}`, { counter: clip(counter, 64), by });
    }
    return refusal === undefined;
  };
}
