/**
 * CloudWatch statistics, over the values of a period. Percentiles come from a histogram whose
 * buckets grow by 2 %, so that they are at most 1 % off whatever the number of values; the other
 * statistics are exact.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */

import { UserError } from "../../user-error";

export type Statistic =
  | { readonly kind: "Sum" | "Average" | "Minimum" | "Maximum" | "SampleCount" }
  | { readonly kind: "percentile"; readonly percent: number };

const GROWTH = 1.02;
const LOG_GROWTH = Math.log(GROWTH);
/** Above the exponent of any number, so that the keys of positive and negative values lie apart. */
const KEY_OFFSET = 50_000;

/** Undefined for a statistic that is not evaluated here. */
export function parseStatistic(text: string): Statistic | undefined {
  switch (text) {
    case "Sum":
    case "Average":
    case "Minimum":
    case "Maximum":
    case "SampleCount":
      return { kind: text };
  }
  const percent = Number(/^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(text)?.[1]);
  return percent >= 0 && percent <= 100 ? { kind: "percentile", percent } : undefined;
}

/** Statistics that CloudWatch has and parseStatistic() does not: trimmed means, ranks and the like. */
export function isAwsOnlyStatistic(text: string): boolean {
  return /^(?:IQM|(?:tm|wm|tc|ts)\d{1,3}(?:\.\d+)?|(?:TM|WM|TC|TS|PR)\([\d.]*%?:[\d.]*%?\))$/.test(
    text,
  );
}

/** @throws UserError for a statistic that is not evaluated here. */
export function statisticOf(text: string): Statistic {
  const statistic = parseStatistic(text);
  if (statistic !== undefined) return statistic;
  throw new UserError(
    isAwsOnlyStatistic(text)
      ? `has statistic ${text}, which is evaluated on AWS only`
      : `has statistic ${text}; it can be Sum, Average, Minimum, Maximum, SampleCount or p0 to p100`,
  );
}

export class Summary {
  count = 0;
  private sum = 0;
  private min = Infinity;
  private max = -Infinity;
  private readonly histogram = new Map<number, number>();

  add(value: number): void {
    this.count += 1;
    this.sum += value;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    const key = keyOf(value);
    this.histogram.set(key, (this.histogram.get(key) ?? 0) + 1);
  }

  merge(other: Summary): void {
    this.count += other.count;
    this.sum += other.sum;
    this.min = Math.min(this.min, other.min);
    this.max = Math.max(this.max, other.max);
    for (const [key, count] of other.histogram) {
      this.histogram.set(key, (this.histogram.get(key) ?? 0) + count);
    }
  }

  /** Null without any value. */
  value(statistic: Statistic): number | null {
    if (this.count === 0) return null;
    switch (statistic.kind) {
      case "Sum":
        return this.sum;
      case "Average":
        return this.sum / this.count;
      case "Minimum":
        return this.min;
      case "Maximum":
        return this.max;
      case "SampleCount":
        return this.count;
      case "percentile":
        return this.percentile(statistic.percent);
    }
  }

  private percentile(percent: number): number {
    const rank = Math.max(1, Math.ceil((percent / 100) * this.count));
    if (rank === this.count) return this.max;
    let below = 0;
    for (const [key, count] of [...this.histogram].sort(([a], [b]) => a - b)) {
      below += count;
      if (below >= rank) return Math.min(this.max, Math.max(this.min, middleOf(key)));
    }
    return this.max;
  }
}

function keyOf(value: number): number {
  if (value === 0) return 0;
  const exponent = Math.ceil(Math.log(Math.abs(value)) / LOG_GROWTH) + KEY_OFFSET;
  return value > 0 ? exponent : -exponent;
}

/** The number with the minimum relative distance to both ends of the bucket. */
function middleOf(key: number): number {
  if (key === 0) return 0;
  const middle = (2 * GROWTH ** (Math.abs(key) - KEY_OFFSET)) / (GROWTH + 1);
  return key > 0 ? middle : -middle;
}
