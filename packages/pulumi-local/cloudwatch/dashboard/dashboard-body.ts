/**
 * CloudWatch dashboard body reader: the parts that are drawn here. Passes over what breaks the
 * schema, which dashboard-schema.ts reports.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
import type { Query } from "../expressions/query";
import { arrayOf, isRecord, numberOf, type PlainRecord, recordOf, textOf } from "../untyped-json";
import type { Threshold } from "./view";

export interface BodyWidget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly title: string;
  readonly properties: PlainRecord;
}

/** A row of a widget's metrics: what is asked for, and how it is drawn. */
export interface MetricRow {
  readonly query: Query;
  /** "" for an expression. */
  readonly statistic: string;
  readonly isVisible: boolean;
  readonly color: string | undefined;
  readonly axis: "left" | "right";
  /** As declared. */
  readonly periodSeconds: number;
}

/** Of CloudWatch's, where a body names none. */
const DEFAULT_PERIOD = 300;

export function readWidgets(body: unknown): readonly BodyWidget[] {
  return arrayOf(recordOf(body)["widgets"]).map((widget) => {
    const { type, x, y, width, height, properties } = recordOf(widget);
    return {
      type: textOf(type) ?? "",
      x: numberOf(x) ?? 0,
      y: numberOf(y) ?? 0,
      width: numberOf(width) ?? 6,
      height: numberOf(height) ?? 6,
      title: textOf(recordOf(properties)["title"]) ?? "",
      properties: recordOf(properties),
    };
  });
}

/** The rows of a metric widget; "." stands for the part above, "..." for all parts above. */
export function readRows({ metrics, stat, period }: PlainRecord): readonly MetricRow[] {
  let above: readonly string[] = [];
  return arrayOf(metrics).flatMap((row) => {
    const cells = arrayOf(row);
    const last = cells.at(-1);
    const options = recordOf(last);
    const texts = (isRecord(last) ? cells.slice(0, -1) : cells).filter(
      (cell) => typeof cell === "string",
    );
    const periodSeconds = numberOf(options["period"]) ?? numberOf(period) ?? DEFAULT_PERIOD;
    if (texts.length === 0)
      return expressionRow(options).map((made) => ({ ...made, periodSeconds }));
    above = expand(texts, above);
    return { ...metricRow(above, options, textOf(stat)), periodSeconds };
  });
}

/** The parts of a row, with those above in place of the shorthand. */
export function expand(cells: readonly string[], above: readonly string[]): readonly string[] {
  const parts =
    cells[0] === "..."
      ? [...above.slice(0, above.length - cells.length + 1), ...cells.slice(1)]
      : cells;
  return parts.map((cell, index) => (cell === "." ? (above[index] ?? cell) : cell));
}

function metricRow(
  [namespace = "", name = "", ...pairs]: readonly string[],
  options: PlainRecord,
  widgetStatistic: string | undefined,
): Omit<MetricRow, "periodSeconds"> {
  const dimensions: Record<string, string> = {};
  for (let at = 0; at + 1 < pairs.length; at += 2) {
    dimensions[pairs[at] ?? ""] = pairs[at + 1] ?? "";
  }
  const statistic = textOf(options["stat"]) ?? widgetStatistic ?? "Average";
  const metric = { namespace, name, dimensions };
  const query: Query = { kind: "metric", ...named(options), metric, statistic };
  return { query, statistic, ...drawn(options) };
}

function expressionRow(options: PlainRecord): readonly Omit<MetricRow, "periodSeconds">[] {
  const expression = textOf(options["expression"]);
  if (expression === undefined) return [];
  const query: Query = { kind: "expression", ...named(options), expression };
  return [{ query, statistic: "", ...drawn(options) }];
}

function named({ id, label }: PlainRecord): Pick<Query, "id" | "label"> {
  return { id: textOf(id), label: textOf(label) };
}

function drawn(options: PlainRecord): Pick<MetricRow, "isVisible" | "color" | "axis"> {
  const { visible, color, yAxis } = options;
  return {
    isVisible: visible !== false,
    color: textOf(color),
    axis: yAxis === "right" ? "right" : "left",
  };
}

/** The horizontal annotations that are visible; a band is its two edges. */
export function readThresholds({ annotations }: PlainRecord): readonly Threshold[] {
  const { horizontal } = recordOf(annotations);
  return arrayOf(horizontal)
    .flatMap((annotation) => (Array.isArray(annotation) ? arrayOf(annotation) : [annotation]))
    .map(recordOf)
    .flatMap(({ value, label, color, visible, yAxis }) =>
      typeof value !== "number" || visible === false
        ? []
        : {
            value,
            label: textOf(label) ?? "",
            ...(typeof color === "string" && { color }),
            axis: yAxis === "right" ? ("right" as const) : ("left" as const),
          },
    );
}
