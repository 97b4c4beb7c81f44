/** Widgets of the dashboard: graphs, graphs of what an alarm watches, and queries of a log. */
import type * as aws from "@pulumi/aws";
import * as cloudwatch from "@pulumi/awsx/classic/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { InsightsQuery } from "./insights-queries";
import type { Watch } from "./metric-alarm";

export type Drawn = cloudwatch.Metric | cloudwatch.ExpressionWidgetMetric;

/** In the grid of the dashboard, in which 24 are a row's width. */
export const HEIGHT = 6;

export interface GraphArgs {
  readonly title: string;
  readonly width: number;
  /** What the axis counts: a unit, or "calls"; with its period where that matters to a threshold. */
  readonly axis: string;
  readonly metrics: readonly Drawn[];
}

export function graph(args: GraphArgs): cloudwatch.Widget {
  return lines(args, []);
}

/** When the alarm is raised; 0 where there is none. */
export interface DrawnThreshold {
  readonly value: number;
  /** Default: "GreaterThanOrEqualToThreshold". */
  readonly operator?: Watch["operator"];
}

/**
 * What an alarm watches, alone with its threshold: CloudWatch's lines belong to a graph and to an axis
 * of it, not to a metric, so that another metric there would seem to be measured by them. The values
 * are those of the alarm's period, since the dashboard leaves periods as they are.
 */
export function watchedGraph(
  { metric, ...args }: Omit<GraphArgs, "metrics"> & { readonly metric: Drawn | readonly Drawn[] },
  { value, operator = "GreaterThanOrEqualToThreshold" }: DrawnThreshold,
): cloudwatch.Widget {
  const metrics = Array.isArray(metric) ? (metric as readonly Drawn[]) : [metric as Drawn];
  if (value === 0) return lines({ ...args, metrics }, []);
  const said = value.toLocaleString("en");
  const label =
    operator === "GreaterThanThreshold" ? `alarm above ${said}` : `alarm from ${said} on`;
  const line = new cloudwatch.HorizontalAnnotation({
    aboveEdge: { value, label },
    color: "#d13212",
  });
  return lines({ ...args, metrics }, [line]);
}

function lines(
  { title, width, axis, metrics }: GraphArgs,
  annotations: readonly cloudwatch.WidgetAnnotation[],
): cloudwatch.Widget {
  // awsx's type lacks what CloudWatch's axis has.
  const left = { min: 0, label: axis, showUnits: false };
  return new cloudwatch.LineGraphMetricWidget({
    title,
    width,
    height: HEIGHT,
    metrics: [...metrics],
    annotations: [...annotations],
    yAxis: { left },
  });
}

export function percentiles(metric: cloudwatch.Metric): cloudwatch.Metric[] {
  return [50, 95, 99].map((p) => metric.withExtendedStatistic(p).withLabel(`p${p}`));
}

export function logWidget(
  { title, query }: InsightsQuery,
  ...logged: readonly { readonly logGroup: aws.cloudwatch.LogGroup }[]
): { title: string; query: pulumi.Output<string>; height: number } {
  const names = pulumi.all(logged.map(({ logGroup }) => logGroup.name));
  const sources = names.apply((all) => all.map((name) => `SOURCE '${name}' | `).join(""));
  const whole = pulumi.interpolate`${sources}${query}`;
  return { title, query: whole, height: HEIGHT };
}

/** Rows as they are; awsx's own log widget draws a curve. */
export class LogTable extends cloudwatch.LogWidget {
  protected override computeView = (): "timeSeries" => "table" as "timeSeries";
}
