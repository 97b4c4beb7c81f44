/**
 * The dashboard, from "is it healthy" at the top to single log lines at the bottom. What an alarm
 * watches has a graph of its own, with the alarm's threshold.
 */
import type * as aws from "@pulumi/aws";
import * as cloudwatch from "@pulumi/awsx/classic/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";
import { authorizerLogRow, authorizerRow, type MonitoredAuthorizer } from "./authorizer-rows";
import {
  CLIENTS,
  CUT_OFF_CALLS,
  FAILED_CALLS,
  LAST_ERRORS,
  MEMORY,
  SLOWEST_CALLS,
} from "./insights-queries";
import { byTool, type MonitoredMetrics } from "./monitored-metrics";
import type { AllSettings } from "../settings";
import { type MonitoredTasks, taskLogRow, taskRow } from "./task-rows";
import { alarmRow, healthRow } from "./watched-rows";
import { graph, logWidget, LogTable, percentiles, watchedGraph } from "./widgets";

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
    alarmRow(args),
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

function toolRow({ name }: DashboardArgs): Row {
  const axis = "calls";
  return new cloudwatch.RowWidget(
    graph({ title: "Calls by tool", width: 6, axis, metrics: [byTool(name, "calls", "Sum")] }),
    graph({
      title: "Failed calls by tool",
      width: 6,
      axis,
      metrics: [byTool(name, "errors", "Sum")],
    }),
    graph({
      title: "Refused calls by tool",
      width: 6,
      axis,
      metrics: [byTool(name, "refusals", "Sum")],
    }),
    graph({
      title: "Duration by tool, p95",
      width: 6,
      axis: "ms",
      metrics: [byTool(name, "duration", "p95")],
    }),
  );
}

function protocolRow({ metrics }: DashboardArgs): Row {
  const { requestBytes, responseBytes, requests, invocations } = metrics;
  return new cloudwatch.RowWidget(
    graph({
      ...{ title: "Requests that reached the server", width: 8, axis: "count" },
      metrics: [
        requests.withLabel("requests"),
        invocations.withPeriod(300).withLabel("invocations"),
      ],
    }),
    graph({
      ...{ title: "Protocol errors", width: 8, axis: "errors" },
      metrics: metrics.protocolErrors,
    }),
    graph({
      ...{ title: "Size of bodies", width: 8, axis: "bytes" },
      metrics: [
        requestBytes.withExtendedStatistic(95).withLabel("request p95"),
        responseBytes.withExtendedStatistic(95).withLabel("response p95"),
      ],
    }),
  );
}

function lambdaRow(args: DashboardArgs): Row {
  const { metrics, alarms } = args;
  const { duration, concurrency, coldStarts } = metrics;
  return new cloudwatch.RowWidget(
    graph({ title: "Duration", width: 6, axis: "ms", metrics: percentiles(duration) }),
    graph({
      ...{ title: "Concurrency and cold starts", width: 6, axis: "count" },
      metrics: [concurrency.withLabel("concurrent"), coldStarts.withLabel("cold starts")],
    }),
    watchedGraph(
      {
        ...{ title: "Throttled invocations", width: 6, axis: "in a minute" },
        metric: metrics.throttles.withLabel("throttled"),
      },
      { value: alarms.throttles },
    ),
    new cloudwatch.LogWidget({ ...logWidget(MEMORY, args), width: 6 }),
  );
}

function apiRow({ metrics }: DashboardArgs): Row {
  const { clientErrors, serverErrors, latency, integrationLatency } = metrics;
  return new cloudwatch.RowWidget(
    graph({
      ...{ title: "API errors", width: 12, axis: "requests" },
      metrics: [clientErrors.withLabel("4xx"), serverErrors.withLabel("5xx")],
    }),
    graph({
      ...{ title: "API latency", width: 12, axis: "ms" },
      metrics: [
        latency.withExtendedStatistic(50).withLabel("whole p50"),
        latency.withExtendedStatistic(95).withLabel("whole p95"),
        integrationLatency.withExtendedStatistic(95).withLabel("function p95"),
      ],
    }),
  );
}

function logRows(args: DashboardArgs): Row[] {
  return [
    new cloudwatch.RowWidget(new LogTable({ ...logWidget(LAST_ERRORS, args), width: 24 })),
    new cloudwatch.RowWidget(
      new LogTable({ ...logWidget(FAILED_CALLS, args), width: 14 }),
      new LogTable({ ...logWidget(CUT_OFF_CALLS, args), width: 10 }),
    ),
    new cloudwatch.RowWidget(
      new LogTable({ ...logWidget(SLOWEST_CALLS, args), width: 12 }),
      new LogTable({ ...logWidget(CLIENTS, args), width: 12 }),
    ),
  ];
}
