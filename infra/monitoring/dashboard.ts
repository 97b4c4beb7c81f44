/**
 * The dashboard, from "is it healthy" at the top to single log lines at the bottom. What an alarm
 * watches is drawn with the alarm's threshold.
 */
import type * as aws from "@pulumi/aws";
import * as cloudwatch from "@pulumi/awsx/classic/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";
import { longestDurationMs } from "./alarms";
import { authorizerLogRow, authorizerRow, type MonitoredAuthorizer } from "./authorizer-rows";
import { CLIENTS, LAST_ERRORS, MEMORY, SLOWEST_CALLS } from "./insights-queries";
import { byTool, type MonitoredMetrics } from "./monitored-metrics";
import type { AllSettings } from "../settings";
import { type MonitoredTasks, taskLogRow, taskRow } from "./task-rows";
import { graph, HEIGHT, logWidget, LogTable, percentiles, threshold } from "./widgets";

export interface DashboardArgs extends Pick<AllSettings, "name" | "timeoutSeconds" | "alarms"> {
  readonly metrics: MonitoredMetrics;
  readonly createdAlarms: readonly aws.cloudwatch.MetricAlarm[];
  readonly logGroup: aws.cloudwatch.LogGroup;
  /** With auth: jwt alone. */
  readonly authorizer: MonitoredAuthorizer | undefined;
  /** Undefined where no tool has any. */
  readonly tasks: MonitoredTasks | undefined;
  /** Markdown on top of it. */
  readonly introduction: pulumi.Output<string>;
}

type Row = cloudwatch.RowWidget;

/** Rows from the top; the sum of widths in a row is 24. */
export function dashboardRows(args: DashboardArgs): Row[] {
  const { introduction, authorizer, tasks } = args;
  return [
    new cloudwatch.RowWidget(
      new cloudwatch.TextWidget({ markdown: introduction, width: 24, height: 3 }),
    ),
    healthRow(args),
    toolRow(args),
    protocolRow(args),
    lambdaRow(args),
    apiRow(args),
    ...(authorizer === undefined ? [] : [authorizerRow(authorizer)]),
    ...(tasks === undefined ? [] : [taskRow({ ...args, tasks })]),
    ...logRows(args),
    ...(authorizer === undefined ? [] : [authorizerLogRow(authorizer)]),
    ...(tasks === undefined ? [] : [taskLogRow(tasks, args.logGroup)]),
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
