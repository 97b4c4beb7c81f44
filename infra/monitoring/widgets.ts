/** Widgets of the dashboard: graphs with the thresholds of their alarms, and queries of a log. */
import type * as aws from "@pulumi/aws";
import * as cloudwatch from "@pulumi/awsx/classic/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { InsightsQuery } from "./insights-queries";

export type Drawn = cloudwatch.Metric | cloudwatch.ExpressionWidgetMetric;

/** In the grid of the dashboard, in which 24 are a row's width. */
export const HEIGHT = 6;

export function graph(
  title: string,
  width: number,
  metrics: readonly Drawn[],
  thresholds: readonly (cloudwatch.WidgetAnnotation | undefined)[] = [],
): cloudwatch.Widget {
  const annotations = thresholds.filter((drawn) => drawn !== undefined);
  return new cloudwatch.LineGraphMetricWidget({
    title,
    width,
    height: HEIGHT,
    metrics: [...metrics],
    annotations,
    yAxis: { left: { min: 0 } },
  });
}

/** Where an alarm is raised; nothing where there is none. */
export function threshold(label: string, value: number): cloudwatch.WidgetAnnotation | undefined {
  if (value === 0) return undefined;
  return new cloudwatch.HorizontalAnnotation({ aboveEdge: { value, label }, color: "#d13212" });
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
