/** CloudWatch alarm evaluation: the values of its periods at a time, and what follows from them. */
import type { AlarmDefinition } from "./alarm-definition";
import { breaches, EXTRA_PERIODS, nextState } from "./alarm-rules";
import { MetricMathEvaluator } from "../expressions/metric-math-evaluator";
import { type Grid, type MetricStore, periodStarts } from "../metrics/metric-store";
import { parseStatistic } from "../metrics/statistics";
import { type Points, seriesOf } from "../expressions/operands";
import type { AlarmState } from "../dashboard/view";

export type Outcome =
  | { readonly problem: string }
  | {
      /** Undefined: it stays as it is. */
      readonly state: AlarmState | undefined;
      readonly reason: string;
      /** The newest value beyond the threshold, else the newest; null without any. */
      readonly value: number | null;
    };

/**
 * Evaluates with the values from before `end`. The store's buckets go by their start: now is in
 * the bucket that has begun, a moment of the past is a boundary between two.
 */
export function evaluateAlarm(
  alarm: AlarmDefinition,
  store: MetricStore,
  { at, isNow }: { readonly at: number; readonly isNow: boolean },
): Outcome {
  if (alarm.problems[0] !== undefined) return { problem: alarm.problems[0] };
  const grid = evaluationRange(alarm, store, { at, end: isNow ? at + 1 : at });
  const evaluator = new MetricMathEvaluator({
    ...{ store, grid, queries: alarm.queries },
    canSearch: false,
  });
  if (alarm.watched === undefined) return { problem: "there is no metric to watch" };
  const result = evaluator.result(alarm.watched);
  if ("problem" in result) return result;
  const [series, ...others] = seriesOf(result.value);
  if (series === undefined || others.length > 0) {
    return { problem: `${alarm.name} watches what is not exactly one series` };
  }
  const reason = reasonText(alarm, series.points, periodStarts(grid));
  const value = decisiveOf(alarm, series.points);
  if (hasTooFewSamples(alarm, store, grid)) {
    return { state: undefined, reason: `Too few values for the percentile. ${reason}`, value };
  }
  return { state: nextState(alarm, series.points), reason, value };
}

function decisiveOf(alarm: AlarmDefinition, points: Points): number | null {
  const real = points.filter((value) => value !== null).slice(-alarm.evaluationPeriods);
  return real.findLast((value) => breaches(alarm, value)) ?? real.at(-1) ?? null;
}

/** Ends with the current period when it has data: one without is not missing yet. */
function evaluationRange(
  alarm: AlarmDefinition,
  store: MetricStore,
  { at, end }: { readonly at: number; readonly end: number },
): Grid {
  const { periodSeconds, evaluationPeriods } = alarm;
  const periodMs = periodSeconds * 1000;
  const current = Math.floor(at / periodMs) * periodMs;
  const hasData = sampleCounts(alarm, store, { start: current, end, periodSeconds }).some(
    (count) => count !== null,
  );
  const newest = hasData ? current : current - periodMs;
  const start = newest - (evaluationPeriods + EXTRA_PERIODS - 1) * periodMs;
  return { start, end: hasData ? end : current, periodSeconds };
}

function sampleCounts(alarm: AlarmDefinition, store: MetricStore, grid: Grid): Points {
  return alarm.queries.flatMap((query) =>
    query.kind === "metric"
      ? store.points({ ...query.metric, unit: query.unit }, { kind: "SampleCount" }, grid)
      : [],
  );
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/percentiles-with-low-samples.html */
function hasTooFewSamples(alarm: AlarmDefinition, store: MetricStore, grid: Grid): boolean {
  const { watched, ignoresLowSamples } = alarm;
  if (!ignoresLowSamples || watched?.kind !== "metric") return false;
  const statistic = parseStatistic(watched.statistic);
  if (statistic?.kind !== "percentile") return false;
  const share = statistic.percent / 100;
  const needed = 10 / (share >= 0.5 ? 1 - share : share);
  return sampleCounts(alarm, store, grid).some((count) => count !== null && count < needed);
}

function reasonText(alarm: AlarmDefinition, points: Points, starts: readonly number[]): string {
  const { evaluationPeriods, comparison, threshold } = alarm;
  const real = points
    .map((value, index) => ({ value, start: starts[index] ?? 0 }))
    .filter((point): point is { value: number; start: number } => point.value !== null)
    .slice(-evaluationPeriods);
  if (real.length === 0) return "There are no values in its periods.";
  const count = real.filter(({ value }) => breaches(alarm, value)).length;
  const values = real.map(({ value, start }) => `${rounded(value)} at ${clock(start)}`).join(", ");
  const missing = evaluationPeriods - real.length;
  const rest = missing > 0 ? `; ${missing} without values` : "";
  return `${count} of the last ${evaluationPeriods} periods ${count === 1 ? "is" : "are"} ${comparison} ${threshold}: ${values}${rest}.`;
}

function rounded(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

function clock(time: number): string {
  return `${new Date(time).toISOString().slice(11, 19)} UTC`;
}
