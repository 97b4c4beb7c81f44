/** Rows of the dashboard about tasks: what becomes of them, how long they take, and how their function does. */
import type * as aws from "@pulumi/aws";
import * as cloudwatch from "@pulumi/awsx/classic/cloudwatch";
import type { AllSettings } from "../settings";
import { LAST_ERRORS_OF_TASKS, TASKS } from "./insights-queries";
import { type TaskMetrics, tasksByTool } from "./task-metrics";
import { graph, logWidget, LogTable, threshold } from "./widgets";

export interface MonitoredTasks {
  readonly metrics: TaskMetrics;
  readonly logGroup: aws.cloudwatch.LogGroup;
}

export interface TaskRowArgs extends Pick<AllSettings, "name" | "alarms"> {
  readonly tasks: MonitoredTasks;
}

export function taskRow({ name, tasks: { metrics }, alarms }: TaskRowArgs): cloudwatch.RowWidget {
  const { lost, errors, throttles, concurrency } = metrics;
  const sumOf = (
    metric: "started" | "completed" | "failed" | "cancelled" | "lost",
  ): cloudwatch.ExpressionWidgetMetric =>
    tasksByTool(name, metric, { statistic: "Sum", what: metric });
  return new cloudwatch.RowWidget(
    graph("Tasks by tool", 6, [sumOf("started"), sumOf("completed"), sumOf("cancelled")]),
    graph(
      "Failed and lost tasks by tool",
      6,
      [sumOf("failed"), sumOf("lost"), lost.withLabel("lost of all tools")],
      [threshold("alarm: lost of all tools", alarms.tasksLost)],
    ),
    graph("Duration of tasks by tool, p95 (ms)", 6, [
      tasksByTool(name, "duration", { statistic: "p95", what: "took" }),
      tasksByTool(name, "queueTime", { statistic: "p95", what: "waited to begin" }),
    ]),
    graph(
      "Function of tasks",
      6,
      [
        errors.withLabel("errors"),
        concurrency.withLabel("concurrent executions"),
        throttles.withLabel("throttles"),
      ],
      [threshold("alarm: errors", alarms.errors)],
    ),
  );
}

/** @param logGroup of the function that is called: what is cancelled, or found to be lost, is said there. */
export function taskLogRow(
  tasks: MonitoredTasks,
  logGroup: aws.cloudwatch.LogGroup,
): cloudwatch.RowWidget {
  return new cloudwatch.RowWidget(
    new LogTable({ ...logWidget(TASKS, tasks, { logGroup }), width: 12 }),
    new LogTable({ ...logWidget(LAST_ERRORS_OF_TASKS, tasks), width: 12 }),
  );
}
