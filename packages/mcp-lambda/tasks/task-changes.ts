/** What may become of a task's row: each function is a decision of task-table.ts. */
import { ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { Json } from "../store/record-store";
import { cutText } from "../features/issues";
import { isOver, type TaskError, type TaskRow, TTL_OF_QUESTIONS_MS, type Work } from "./task-row";

/** Of what a tool says of its progress. */
const MAX_MESSAGE = 200;

/** @param message a text; what tools without types say may be something else. */
export function withMessage(row: TaskRow, message: unknown): TaskRow {
  return { ...row, statusMessage: cutText(String(message).toWellFormed(), MAX_MESSAGE) };
}

export function completed(row: TaskRow, result: Json): TaskRow {
  const { work, statusMessage, questioning, ...rest } = row;
  return { ...rest, status: "completed", result };
}

export function failed(row: TaskRow, error: TaskError): TaskRow {
  const { work, questioning, ...rest } = row;
  return withMessage({ ...rest, status: "failed", error }, error.message);
}

/** Undefined for one that is over. */
export function cancelled(row: TaskRow): TaskRow | undefined {
  if (isOver(row)) return undefined;
  const { work, questioning, ...rest } = row;
  return withMessage({ ...rest, status: "cancelled" }, "Cancelled.");
}

/** It stands still until its questions have answers. */
export function waiting(
  row: TaskRow,
  questioning: NonNullable<TaskRow["questioning"]>,
  message: string,
): TaskRow {
  const { work, ...rest } = row;
  return withMessage(
    { ...rest, status: "input_required", questioning, ttlMs: TTL_OF_QUESTIONS_MS },
    message,
  );
}

/** It has been handed to the worker. */
export function queued(row: TaskRow, work: Work): TaskRow {
  const { statusMessage, ...rest } = row;
  return { ...rest, status: "working", work };
}

/**
 * Failed, when nobody works on it any more; undefined otherwise. One that may be repeated is given
 * `repeatMs` longer, for the next delivery of its event.
 */
export function lost(row: TaskRow, now: number, repeatMs: number): TaskRow | undefined {
  const { status, work, isRepeatable } = row;
  if (status !== "working" || work === undefined) return undefined;
  const { phase, until, requestId } = work;
  const hasRun = phase === "running";
  if (now <= until + (hasRun && isRepeatable ? repeatMs : 0)) return undefined;
  const message = hasRun
    ? `Its worker stopped in the middle; the server's log says more under request id ${requestId ?? "unknown"}.`
    : "It was not begun in time: the server is overloaded, or its worker does not start.";
  return failed(row, internalError(message));
}

export function internalError(message: string): TaskError {
  return { code: ProtocolErrorCode.InternalError, message };
}
