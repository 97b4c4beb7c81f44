/**
 * CloudWatch dynamic labels, with values of the series in them, such as "${LABEL} (${LAST})".
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html
 */
import { type Origin, type Points, presentOf } from "../expressions/operands";

export interface Labelled {
  readonly points: Points;
  readonly origin?: Origin | undefined;
}

/**
 * @param label as declared; undefined when there is none.
 * @param isOneOfMany of an expression that makes several series: their own labels tell them apart.
 * @param fallback the label of a series that is not of a metric.
 */
export function labelOf(
  label: string | undefined,
  series: Labelled,
  { isOneOfMany, fallback }: { readonly isOneOfMany: boolean; readonly fallback: string },
): string {
  const own = series.origin?.label ?? fallback;
  if (label === undefined || label === "") return own;
  if (label.includes("${")) return fillIn(label, series, own);
  return isOneOfMany && series.origin !== undefined ? `${label} ${own}` : label;
}

function fillIn(label: string, { points, origin }: Labelled, own: string): string {
  const present = presentOf(points);
  const sum = present.reduce((total, value) => total + value, 0);
  const shown = (value: number | undefined): string =>
    value === undefined || !Number.isFinite(value) ? "--" : String(Math.round(value * 100) / 100);
  return label.replace(/\$\{(\w+)(?:\('([^']*)'\))?\}/g, (match, word: string, key?: string) => {
    switch (word) {
      case "LABEL":
        return own;
      case "PROP":
        return property(key ?? "", origin) ?? match;
      case "LAST":
        return shown(present.at(-1));
      case "SUM":
        return shown(present.length === 0 ? undefined : sum);
      case "AVG":
        return shown(sum / present.length);
      case "MIN":
        return shown(Math.min(...present));
      case "MAX":
        return shown(Math.max(...present));
      default:
        return match;
    }
  });
}

function property(key: string, origin: Origin | undefined): string | undefined {
  if (origin === undefined) return undefined;
  if (key.startsWith("Dim.")) return origin.id.dimensions[key.slice("Dim.".length)];
  if (key === "MetricName") return origin.id.name;
  if (key === "Namespace") return origin.id.namespace;
  return key === "Stat" ? origin.statistic : undefined;
}
