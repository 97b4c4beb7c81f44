/** Telemetry of a worker: a span collects what is known of a run of a task, and writes it at its end. */
import { createCounters } from "./counters";
import { formatBlob, type MetricValue } from "./embedded-metrics";
import { runForRequest } from "./left-behind";
import { createLoggers, createOwnLines, type Logger } from "./logger";
import { redacted } from "./redact";
import type { RequestSpan, TelemetryOptions } from "./request-telemetry";
import { stdout } from "./stdout";
import { reportTaskEnd, type TaskReport } from "./task-metrics";

export interface TaskSpan extends RequestSpan {
  /** Writes metrics and line. */
  readonly endTask: (report: Omit<TaskReport, "requestId">, status: string) => void;
}

export interface TaskTelemetry {
  /** For what belongs to no task. */
  readonly log: Logger;
  /** @param service value of the dimension of what its tool counts */
  readonly startSpan: (taskId: string, requestId: string) => TaskSpan;
}

/** Of a function's settings, as of createRequestTelemetry. */
export type TaskTelemetryOptions = Pick<TelemetryOptions, "logLevel" | "logPayloads">;

/** Telemetry of one execution environment. */
export function createTaskTelemetry({
  logLevel,
  logPayloads,
}: TaskTelemetryOptions): TaskTelemetry {
  const createLogger = createLoggers(logLevel);
  const writeLine = createOwnLines(logLevel);
  const addToCounter = createCounters();

  const startSpan: TaskTelemetry["startSpan"] = (taskId, requestId) => {
    const counted: Record<string, number> = {};
    const logFor: TaskSpan["logFor"] = (fields) => createLogger({ requestId, taskId, ...fields });
    const count: TaskSpan["count"] = (counter, by) => {
      addToCounter(counted, { counter, by }, logFor({}));
    };
    return {
      requestId,
      run: (work) => runForRequest({ requestId }, work),
      logFor,
      count,
      ...{ setMessage: nothing, end: nothing },
      begin: (tool) => {
        writeLine("info", "call", { requestId, taskId, tool });
      },
      addToolCall: ({ tool }, payload) => {
        if (!logPayloads || payload === undefined) return;
        const { input, result } = payload;
        const fields = { arguments: redacted(input), result: redacted(result) };
        writeLine("info", "tool called", { requestId, taskId, tool, ...fields });
      },
      endTask: (report, status) => {
        stdout.batch(() => {
          writeCounted(report.service, counted);
          reportTaskEnd({ ...report, requestId }, status, createLogger({ requestId }));
        });
      },
    };
  };
  return { log: createLogger({}), startSpan };
}

function writeCounted(service: string, counted: Readonly<Record<string, number>>): void {
  const metrics = Object.entries(counted).map(([name, value]): MetricValue => ({
    name,
    unit: "Count",
    value,
  }));
  if (metrics.length === 0) return;
  const directives = [{ by: [["service"]], metrics }];
  stdout.write(`${formatBlob({ dimensions: { service }, directives, properties: {} })}\n`);
}

function nothing(): void {
  // There is no request.
}
