/** How long calls take, one after the other, over a connection that is there. */
import { type Finding, ok, unexpected, warning } from "./finding";
import { requestOf } from "./messages";
import { ask, askPatiently, type Target } from "./target";

const CALLS = 20;

export async function checkLatency(target: Target): Promise<Finding> {
  const times: number[] = [];
  for (let call = 0; call < CALLS; call += 1) {
    // What was asked before may have used up what the throttle gives.
    const send = call === 0 ? askPatiently : ask;
    const exchange = await send(target, requestOf("2025", "ping"));
    if (exchange.kind === "answered" && exchange.status === 429 && times.length > 0) {
      const says = `${latencyOf(times)}; then throttled, after ${times.length} calls`;
      return warning(says, "throttleRate, or a key's rate, is lower than these calls are quick.");
    }
    if (exchange.kind === "unanswered" || exchange.status !== 200) {
      const finding = unexpected(exchange, "200");
      return { ...finding, says: `call ${call + 1} of ${CALLS}: ${finding.says}` };
    }
    times.push(exchange.milliseconds);
  }
  const says = latencyOf(times);
  return percentile(times, 0.5) > SLOW_MS
    ? warning(
        says,
        "A region nearer to the callers, or more memoryMb (a call's time is in the log).",
      )
    : ok(says);
}

function latencyOf(times: readonly number[]): string {
  const at = (part: number): string => percentile(times, part).toFixed(0);
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms, first ${(times[0] ?? 0).toFixed(0)} ms`;
}

/** By nearest rank. */
function percentile(times: readonly number[], part: number): number {
  const sorted = [...times].sort((first, second) => first - second);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? 0;
}

/** A warm call takes a few milliseconds, and a continent some 300. */
const SLOW_MS = 1_000;
