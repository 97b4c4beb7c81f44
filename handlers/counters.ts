/** Counters of tools' own: each is a metric that costs as much as ours, so their number is bounded. */
import type { Logger } from "./logger";
import { ERROR_METRICS, SERVICE_METRICS, TOOL_METRICS } from "./telemetry";

/** In one execution environment. */
export const MAX_COUNTERS = 20;

/** Whether a counter may be added to; what is wrong with it is told in the log. */
export type AdmitCounter = (counter: string, by: number, log: Logger) => boolean;

export function createCounters(): AdmitCounter {
  const pattern = /^[A-Z][A-Za-z0-9]{0,63}$/;
  const reserved = [SERVICE_METRICS, ERROR_METRICS, TOOL_METRICS].flatMap((metrics) =>
    Object.values(metrics).map(({ name }) => name as string),
  );
  const admitted: string[] = [];

  const problem = (counter: string, by: number): string | undefined => {
    if (!pattern.test(counter)) {
      return "a counter's name is letters and digits, at most 64, and begins with a capital";
    }
    if (reserved.includes(counter)) return "the server has a metric of this name";
    if (!Number.isFinite(by)) return "only a number can be added";
    if (admitted.includes(counter)) return undefined;
    if (admitted.length < MAX_COUNTERS) {
      admitted.push(counter);
      return undefined;
    }
    return `there are ${MAX_COUNTERS} counters already; a name must not be made of what callers send`;
  };

  return (counter, by, log) => {
    const reason = problem(counter, by);
    if (reason !== undefined)
      log.warn(`not counted: ${reason}`, { counter: counter.slice(0, 64), by });
    return reason === undefined;
  };
}
