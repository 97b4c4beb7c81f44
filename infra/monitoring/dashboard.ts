/**
 * The dashboard, from "is it healthy" at the top to single log lines at the bottom. What an alarm
 * watches is drawn with the alarm's threshold.
 */
import type * as aws from "@pulumi/aws";
import * as cloudwatch from "@pulumi/awsx/classic/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import {
  CLIENTS,
  type InsightsQuery,
  LAST_ERRORS,
  MEMORY,
  SLOWEST_CALLS,
} from "./insights-queries";
import { longestDurationMs } from "./alarms";
import { byTool, type MonitoredMetrics } from "./monitored-metrics";
import type { AllSettings } from "../settings";

export interface DashboardArgs extends Pick<AllSettings, "name" | "timeoutSeconds" | "alarms"> {
  readonly metrics: MonitoredMetrics;
  readonly createdAlarms: readonly aws.cloudwatch.MetricAlarm[];
  readonly logGroup: aws.cloudwatch.LogGroup;
  /** Markdown on top of it. */
  readonly introduction: pulumi.Output<string>;
}

type Row = cloudwatch.RowWidget;
type Drawn = cloudwatch.Metric | cloudwatch.ExpressionWidgetMetric;

/** Rows from the top; the sum of widths in a row is 24. */
export function dashboardRows(args: DashboardArgs): Row[] {
  const { introduction } = args;
  return [
    new cloudwatch.RowWidget(
      new cloudwatch.TextWidget({ markdown: introduction, width: 24, height: 3 }),
    ),
    healthRow(args),
    toolRow(args),
    protocolRow(args),
    lambdaRow(args),
    apiRow(args),
    ...logRows(args),
  ];
}

function healthRow({ metrics, alarms, createdAlarms }: DashboardArgs): Row {
  const { toolErrors, toolCalls, serverErrors, latency } = metrics;
  return new cloudwatch.RowWidget(
    graph("Requests", 6, [metrics.requests.withLabel("requests")]),
    graph(
      "Error rate (%)",
      6,
      [
        toolErrors.withId("errors").withVisible(false),
        toolCalls.withId("calls").withVisible(false),
        serverErrors.withStatistic("Average").withId("fives").withVisible(false),
        new cloudwatch.ExpressionWidgetMetric("100 * errors / calls", "failed tool calls", "rate"),
        new cloudwatch.ExpressionWidgetMetric("100 * fives", "5xx", "server"),
      ],
      [
        threshold("alarm: tool calls", alarms.toolErrorPercent),
        threshold("alarm: 5xx", alarms.serverErrorPercent),
      ],
    ),
    graph("Latency (ms)", 6, percentiles(latency), [threshold("alarm: p99", alarms.latencyMs)]),
    new cloudwatch.AlarmWidget({
      title: "Alarms",
      alarms: createdAlarms.map(({ arn }) => arn),
      width: 6,
      height: HEIGHT,
    }),
  );
}

function toolRow({ name, metrics, alarms }: DashboardArgs): Row {
  return new cloudwatch.RowWidget(
    graph("Calls by tool", 6, [byTool(name, "calls", "Sum")]),
    graph(
      "Errors by tool",
      6,
      [byTool(name, "errors", "Sum"), metrics.toolErrors.withLabel("all tools")],
      [threshold("alarm: all tools", alarms.toolErrors)],
    ),
    graph("Refused calls by tool", 6, [byTool(name, "refusals", "Sum")]),
    graph("Duration by tool, p95 (ms)", 6, [byTool(name, "duration", "p95")]),
  );
}

function protocolRow({ metrics }: DashboardArgs): Row {
  const { requestBytes, responseBytes } = metrics;
  return new cloudwatch.RowWidget(
    graph("Protocol errors", 12, metrics.protocolErrors),
    graph("Size of bodies (bytes)", 12, [
      requestBytes.withExtendedStatistic(95).withLabel("request p95"),
      responseBytes.withExtendedStatistic(95).withLabel("response p95"),
    ]),
  );
}

function lambdaRow(args: DashboardArgs): Row {
  const { metrics, alarms } = args;
  return new cloudwatch.RowWidget(
    graph(
      "Duration (ms)",
      6,
      [
        ...percentiles(metrics.duration),
        metrics.duration.withStatistic("Maximum").withLabel("max"),
      ],
      [threshold("alarm: longest", longestDurationMs(args))],
    ),
    graph(
      "Errors and cold starts",
      6,
      [metrics.errors.withLabel("errors"), metrics.coldStarts.withLabel("cold starts")],
      [threshold("alarm: errors", alarms.errors)],
    ),
    graph(
      "Concurrency and throttles",
      6,
      [
        metrics.concurrency.withLabel("concurrent executions"),
        metrics.throttles.withLabel("throttles"),
      ],
      [threshold("alarm: throttles", alarms.throttles)],
    ),
    new cloudwatch.LogWidget({ ...logWidget(MEMORY, args), width: 6 }),
  );
}

function apiRow({ metrics, alarms }: DashboardArgs): Row {
  return new cloudwatch.RowWidget(
    graph(
      "API requests",
      8,
      [
        metrics.apiCount.withLabel("requests"),
        metrics.invocations.withLabel("invocations of the function"),
      ],
      [threshold("alarm: requests, three times", alarms.requests)],
    ),
    graph("API errors", 8, [
      metrics.clientErrors.withLabel("4xx"),
      metrics.serverErrors.withLabel("5xx"),
    ]),
    graph("API latency, p95 (ms)", 8, [
      metrics.latency.withExtendedStatistic(95).withLabel("whole"),
      metrics.integrationLatency.withExtendedStatistic(95).withLabel("function"),
    ]),
  );
}

function logRows(args: DashboardArgs): Row[] {
  return [
    new cloudwatch.RowWidget(new LogTable({ ...logWidget(LAST_ERRORS, args), width: 24 })),
    new cloudwatch.RowWidget(
      new LogTable({ ...logWidget(SLOWEST_CALLS, args), width: 12 }),
      new LogTable({ ...logWidget(CLIENTS, args), width: 12 }),
    ),
  ];
}

const HEIGHT = 6;

function graph(
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
function threshold(label: string, value: number): cloudwatch.WidgetAnnotation | undefined {
  if (value === 0) return undefined;
  return new cloudwatch.HorizontalAnnotation({ aboveEdge: { value, label }, color: "#d13212" });
}

function percentiles(metric: cloudwatch.Metric): cloudwatch.Metric[] {
  return [50, 95, 99].map((p) => metric.withExtendedStatistic(p).withLabel(`p${p}`));
}

function logWidget(
  { title, query }: InsightsQuery,
  { logGroup }: DashboardArgs,
): { title: string; query: pulumi.Output<string>; height: number } {
  const whole = pulumi.interpolate`SOURCE '${logGroup.name}' | ${query}`;
  return { title, query: whole, height: HEIGHT };
}

/** Rows as they are; awsx's own log widget draws a curve. */
class LogTable extends cloudwatch.LogWidget {
  protected override computeView = (): "timeSeries" => "table" as "timeSeries";
}
