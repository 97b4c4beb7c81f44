/**
 * A task of a server, followed to its end: polled, its questions answered, cancelled when that is wanted.
 * https://github.com/modelcontextprotocol/ext-tasks
 */
import { setTimeout as sleep } from "node:timers/promises";
import { isObject, type JsonObject } from "../page/server/call";
import { UserError } from "../user-error";
import { isOfThisMachine } from "./endpoint-url";
import { type McpServer, request } from "./mcp-exchange";
import { printable } from "./printable";
import { type AnswerQuestion, answersTo } from "./questions";

export interface TaskOptions {
  readonly answer: AnswerQuestion;
  /** Receives what the task says of itself, when that has changed. */
  readonly onProgress: (text: string) => void;
  /** Aborted to cancel the task. */
  readonly signal: AbortSignal;
}

/** A server of this machine may be asked more often than it says. */
const LOCAL_POLL_MS = 1_000;
const DEFAULT_POLL_MS = 5_000;

/** @returns the result of the tool. @throws UserError when it has failed, or was cancelled. */
export async function followTask(
  server: McpServer,
  taskId: string,
  { answer, onProgress, signal }: TaskOptions,
): Promise<JsonObject> {
  let last = "";
  let isCancelled = false;
  const answered = new Set<string>();
  for (;;) {
    if (signal.aborted && !isCancelled) {
      isCancelled = true;
      await cancelTask(server, taskId);
    }
    const task = await request(server, { method: "tasks/get", params: { taskId }, own: true });
    const ended = resultOf(task);
    if (ended !== undefined) return ended;
    const { status, statusMessage = "", inputRequests, pollIntervalMs } = task;
    const text = printable(`${String(status).replace("_", " ")}: ${String(statusMessage)}`);
    if (text !== last) onProgress(text);
    last = text;
    const open = openOnes(inputRequests, answered);
    if (status === "input_required" && Object.keys(open).length > 0) {
      const inputResponses = await answersTo(open, answer).catch(async (error: unknown) => {
        // Nobody else would answer it.
        await cancelTask(server, taskId).catch(() => undefined);
        throw error;
      });
      await request(server, {
        method: "tasks/update",
        params: { taskId, inputResponses },
        own: true,
      });
      for (const key of Object.keys(open)) answered.add(key);
    } else await pause(server, pollIntervalMs, signal);
  }
}

/** @throws UserError when there is no such task. */
export async function cancelTask(server: McpServer, taskId: string): Promise<void> {
  await request(server, { method: "tasks/cancel", params: { taskId }, own: true });
}

/** Undefined while it has not ended. */
function resultOf({ status, result, error }: JsonObject): JsonObject | undefined {
  if (status === "completed" && isObject(result)) return result;
  if (status === "cancelled") throw new UserError("The task was cancelled.");
  if (status !== "failed") return undefined;
  const text = isObject(error) ? String(error["message"]) : "it does not say why";
  throw new UserError(`The task has failed: ${printable(text)}`);
}

/** Answers take a moment to be seen. */
function openOnes(requests: unknown, answered: ReadonlySet<string>): JsonObject {
  const entries = Object.entries(isObject(requests) ? requests : {});
  return Object.fromEntries(entries.filter(([key]) => !answered.has(key)));
}

async function pause({ url }: McpServer, wanted: unknown, signal: AbortSignal): Promise<void> {
  const milliseconds = typeof wanted === "number" && wanted > 0 ? wanted : DEFAULT_POLL_MS;
  const most = isOfThisMachine(url) ? LOCAL_POLL_MS : milliseconds;
  // Once it is cancelled the end is waited for as well.
  const ending = signal.aborted ? {} : { signal };
  await sleep(Math.min(milliseconds, most), undefined, ending).catch(() => undefined);
}
