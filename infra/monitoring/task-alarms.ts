/** Alarms of tasks: no request fails with one, so that no other alarm sees what becomes of it. */
import type { AlarmThresholds } from "../settings";
import { CUT_OFF_CALLS, LAST_ERRORS_OF_TASKS, TASKS } from "./insights-queries";
import type { Watch } from "./metric-alarm";
import type { TaskMetrics } from "./task-metrics";

const operator = "GreaterThanOrEqualToThreshold";

export function ofTasks(
  { lost, errors }: TaskMetrics,
  alarms: Pick<AlarmThresholds, "tasksLost" | "errors">,
): readonly Watch[] {
  return [
    {
      name: "tasks-lost",
      description:
        'Tasks were lost: their worker stopped in the middle, or did not begin in 15 minutes, and nobody gets their result. Look at "Last errors of tasks" and at the function of tasks on the dashboard: out of memory (taskMemoryMb), out of time (minutes of the tool\'s background), or throttled.',
      queries: [LAST_ERRORS_OF_TASKS, CUT_OFF_CALLS, TASKS],
      of: lost,
      threshold: alarms.tasksLost,
      operator,
    },
    {
      name: "tasks-errors",
      description:
        'The function that runs tasks crashed, ran out of memory or into its timeout. Look at "Last errors of tasks" on the dashboard first. A tool that fails as a task does not count here.',
      queries: [LAST_ERRORS_OF_TASKS, CUT_OFF_CALLS],
      of: errors,
      threshold: alarms.errors,
      operator,
    },
  ];
}
