/**
 * Periods of Logs Insights such as 5m or 2hrs.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** In milliseconds, or in months. */
const UNITS: readonly (readonly [names: string, unit: "ms" | "months", length: number])[] = [
  ["ms msec millisecond", "ms", 1],
  ["s sec second", "ms", SECOND],
  ["m min minute", "ms", MINUTE],
  ["h hr hour", "ms", HOUR],
  ["d day", "ms", DAY],
  ["w week", "ms", 7 * DAY],
  ["mo mon month", "months", 1],
  ["q qtr quarter", "months", 3],
  ["y yr year", "months", 12],
];

export interface Period {
  readonly unit: "ms" | "months";
  readonly length: number;
}

/** Undefined for what is no period. */
export function readPeriod(text: string): Period | undefined {
  const [, count = "", word = ""] = /^(\d+)([a-z]+)$/i.exec(text) ?? [];
  const found = UNITS.find(([names]) =>
    names.split(" ").some((name) => word === name || (name.length > 1 && word === `${name}s`)),
  );
  if (found === undefined || Number(count) === 0) return undefined;
  return { unit: found[1], length: found[2] * Number(count) };
}

/** The start of the period that a time is in. */
export function periodStart(at: number, { unit, length }: Period): number {
  if (unit === "ms") return Math.floor(at / length) * length;
  const date = new Date(at);
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth();
  const first = Math.floor(months / length) * length;
  return Date.UTC(Math.floor(first / 12), first % 12);
}

/** The start of the next one, or the time itself where one starts. */
export function periodEnd(at: number, period: Period): number {
  const start = periodStart(at, period);
  if (start === at) return at;
  if (period.unit === "ms") return start + period.length;
  const date = new Date(start);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + period.length);
}
