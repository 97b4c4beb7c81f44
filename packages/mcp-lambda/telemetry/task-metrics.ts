/** Metrics of tasks, in CloudWatch's embedded metric format, and the line of one that is over. */
import type { Ending } from "./call-outcome";
import { type Directive, formatBlob, type MetricValue } from "./embedded-metrics";
import type { Logger } from "./logger";
import { TASK_METRICS } from "./metrics";
import { roundToMicroseconds } from "./request-metrics";
import { stdout } from "./stdout";

export type TaskCount = Exclude<keyof typeof TASK_METRICS, "duration" | "queueTime">;

export interface TaskReport {
  /** Value of the dimension `service`: the name of the function that was called. */
  readonly service: string;
  readonly tool: string;
  readonly taskId: string;
  /** Undefined where the log's lines have it already. */
  readonly requestId: string | undefined;
  /** How its run ended, in more words than `count`; undefined where none did. */
  readonly ending?: Ending | undefined;
  /** What happened; undefined for a run that ended with a question. */
  readonly count?: TaskCount | undefined;
  /** Milliseconds of the run that has ended. */
  readonly durationMs?: number | undefined;
  /** Milliseconds until it began. */
  readonly queueMs?: number | undefined;
}

const BY_TOOL = [["service", "tool"]];
const BY_BOTH = [["service"], ["service", "tool"]];

export function reportTask(report: TaskReport): void {
  const { service, tool, taskId, requestId, count, durationMs, queueMs, ending } = report;
  const times: MetricValue[] = [];
  if (durationMs !== undefined) {
    times.push({ ...TASK_METRICS.duration, value: roundToMicroseconds(durationMs) });
  }
  if (queueMs !== undefined) times.push({ ...TASK_METRICS.queueTime, value: queueMs });
  const directives: Directive[] = [];
  if (count !== undefined) {
    directives.push({ by: BY_BOTH, metrics: [{ ...TASK_METRICS[count], value: 1 }] });
  }
  if (times.length > 0) directives.push({ by: BY_TOOL, metrics: times });
  const properties = { taskId, requestId, ...ending };
  stdout.write(`${formatBlob({ dimensions: { service, tool }, directives, properties })}\n`);
}

/** The same, and a line for people: of the end of a task, or of a run that was not its end. */
export function reportTaskEnd(report: TaskReport, status: string, log: Logger): void {
  const { service, requestId, count, durationMs, queueMs, ending, ...ids } = report;
  reportTask(report);
  const isWrong = count === "failed" || count === "lost";
  const rounded = durationMs === undefined ? undefined : roundToMicroseconds(durationMs);
  const what = count === undefined ? "run of a task ended" : "task ended";
  log[isWrong ? "warn" : "info"](what, {
    ...ids,
    status: count === "lost" ? "lost" : status,
    ...ending,
    ...(rounded !== undefined && { durationMs: rounded }),
    ...(queueMs !== undefined && { queueMs }),
  });
}
