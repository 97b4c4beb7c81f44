/** Rows of the dashboard about tasks: what becomes of them, how long they take, and how their function does. */
import type * as aws from "@pulumi/aws";
import * as cloudwatch from "@pulumi/awsx/classic/cloudwatch";
import type { AllSettings } from "../settings";
import { LAST_ERRORS_OF_TASKS, TASKS } from "./insights-queries";
import { type TaskMetrics, tasksByTool } from "./task-metrics";
import { graph, logWidget, LogTable, watchedGraph } from "./widgets";

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
    graph({
      ...{ title: "Tasks by tool", width: 5, axis: "tasks" },
      metrics: [
        sumOf("started"),
        sumOf("completed"),
        sumOf("failed"),
        sumOf("cancelled"),
        sumOf("lost"),
      ],
    }),
    watchedGraph(
      {
        ...{ title: "Lost tasks of all tools", width: 4, axis: "tasks in 5 minutes" },
        metric: lost.withLabel("lost"),
      },
      { value: alarms.tasksLost },
    ),
    graph({
      ...{ title: "Duration of tasks by tool, p95", width: 6, axis: "ms" },
      metrics: [
        tasksByTool(name, "duration", { statistic: "p95", what: "took" }),
        tasksByTool(name, "queueTime", { statistic: "p95", what: "waited to begin" }),
      ],
    }),
    watchedGraph(
      {
        ...{ title: "Errors of the function of tasks", width: 4, axis: "in a minute" },
        metric: errors.withLabel("errors"),
      },
      { value: alarms.errors },
    ),
    graph({
      ...{ title: "Function of tasks", width: 5, axis: "count" },
      metrics: [concurrency.withLabel("concurrent"), throttles.withLabel("throttled")],
    }),
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
