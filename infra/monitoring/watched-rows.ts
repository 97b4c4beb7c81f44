/** The upper rows of the dashboard: what the alarms watch, each with its threshold, and their states. */
import * as cloudwatch from "@pulumi/awsx/classic/cloudwatch";
import { longestDurationMs } from "./alarms";
import type { DashboardArgs } from "./dashboard";
import { HEIGHT, watchedGraph } from "./widgets";

type Row = cloudwatch.RowWidget;

const over = "GreaterThanThreshold";

export function healthRow({ metrics, alarms, createdAlarms }: DashboardArgs): Row {
  const { toolErrors, toolCalls, serverErrors, apiCount } = metrics;
  return new cloudwatch.RowWidget(
    watchedGraph(
      {
        title: "Requests",
        width: 6,
        axis: "requests in 5 minutes",
        metric: apiCount.withLabel("requests"),
      },
      { value: alarms.requests, operator: over },
    ),
    watchedGraph(
      {
        ...{ title: "Failed tool calls, of all calls", width: 6, axis: "%" },
        metric: [
          toolErrors.withId("errors").withVisible(false),
          toolCalls.withId("calls").withVisible(false),
          new cloudwatch.ExpressionWidgetMetric(
            "100 * errors / calls",
            "failed tool calls",
            "rate",
          ),
        ],
      },
      { value: alarms.toolErrorPercent },
    ),
    watchedGraph(
      {
        ...{ title: "Answered with 5xx, of all requests", width: 6, axis: "%" },
        metric: [
          serverErrors.withStatistic("Average").withId("fives").withVisible(false),
          new cloudwatch.ExpressionWidgetMetric("100 * fives", "answered with 5xx", "server"),
        ],
      },
      { value: alarms.serverErrorPercent },
    ),
    new cloudwatch.AlarmWidget({
      title: "Alarms",
      alarms: createdAlarms.map(({ arn }) => arn),
      width: 6,
      height: HEIGHT,
    }),
  );
}

export function alarmRow(args: DashboardArgs): Row {
  const { metrics, alarms } = args;
  const longest = metrics.duration.withStatistic("Maximum").withLabel("longest");
  const slow = metrics.latency.withExtendedStatistic(99).withLabel("p99");
  return new cloudwatch.RowWidget(
    watchedGraph(
      {
        ...{ title: "Failed calls of all tools", width: 6, axis: "calls in 5 minutes" },
        metric: metrics.toolErrors.withLabel("failed"),
      },
      { value: alarms.toolErrors },
    ),
    watchedGraph(
      { title: "Latency of the slowest 1 %", width: 6, axis: "ms", metric: slow },
      { value: alarms.latencyMs, operator: over },
    ),
    watchedGraph(
      { title: "Longest invocation", width: 6, axis: "ms", metric: longest },
      { value: longestDurationMs(args), operator: over },
    ),
    watchedGraph(
      {
        ...{ title: "Crashed or timed out invocations", width: 6, axis: "in a minute" },
        metric: metrics.errors.withLabel("errors"),
      },
      { value: alarms.errors },
    ),
  );
}
