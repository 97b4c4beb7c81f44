/**
 * Task runner, in the worker: claims a task, runs its tool, and writes what came of it, unless it was
 * cancelled meanwhile.
 */
import type { ServerDefinition } from "../definitions/server-definition";
import { type AnyTool, failure, type ToolResult } from "../definitions/tool";
import type { Json } from "../store/record-store";
import type { Ending } from "../telemetry/call-outcome";
import type { TaskCount } from "../telemetry/task-metrics";
import type { TaskSpan, TaskTelemetry } from "../telemetry/task-telemetry";
import { type Claim, claimTask } from "./claim-task";
import { isOf, keepLease } from "./lease-keeper";
import { createSlots } from "./slots";
import { completed, failed, internalError, waiting } from "./task-changes";
import { callOf, keepCall } from "./kept-call";
import { callerOf, type TaskCall, type TaskLaunch } from "./task-launch";
import { MAX_ROW_BYTES, type TaskRow } from "./task-row";
import { performRun, type RunEnd, type TaskRun } from "./task-run";
import { type TaskOptions, type TaskRules, taskRules } from "./task-rules";
import { createTaskTable, type TaskTable } from "./task-table";

export interface WorkerContext {
  readonly awsRequestId: string;
  readonly getRemainingTimeInMillis: () => number;
}

/** @throws what the store throws: Lambda then hands over the event again, if it is told to. */
export type TaskRunner = (launch: TaskLaunch, context: WorkerContext) => Promise<void>;

/** Milliseconds kept back from Lambda's timeout, to write what came of it. */
const RESERVE_MS = 1_000;

interface Worker {
  readonly tools: readonly AnyTool[];
  readonly table: TaskTable;
  readonly rules: TaskRules;
  readonly service: string;
}

/** @param options for tests */
export function createTaskRunner(
  definition: ServerDefinition,
  telemetry: TaskTelemetry,
  options?: TaskOptions,
): TaskRunner {
  const rules = taskRules(options);
  const table = createTaskTable(rules.store, createSlots(rules.store, rules), rules.now);
  const { tools, info } = definition;
  const worker: Worker = { tools, table, rules, service: info.name };
  return async (launch, { awsRequestId, getRemainingTimeInMillis }) => {
    const { taskId } = launch;
    const span = telemetry.startSpan(taskId, awsRequestId);
    const claimed = await claimTask(table, taskId, awsRequestId, rules);
    if ("claim" in claimed) {
      const deadlineMs = getRemainingTimeInMillis() - RESERVE_MS;
      await span.run(() => work(worker, { launch, claim: claimed.claim, span, deadlineMs }));
      return;
    }
    const { reason, lost: row } = claimed;
    span.logFor({}).info("a task was not run", { reason });
    if (row === undefined) return;
    const service = launch.call?.service ?? worker.service;
    span.endTask({ service, tool: row.tool, taskId, count: "lost" }, row.status);
  };
}

interface Turn {
  readonly launch: TaskLaunch;
  readonly claim: Claim;
  readonly span: TaskSpan;
  readonly deadlineMs: number;
}

async function work(worker: Worker, turn: Turn): Promise<void> {
  const { tools, table, rules } = worker;
  const { launch, claim, span } = turn;
  const { row, by, queueMs } = claim;
  const started = performance.now();
  const call = await callOf(turn.launch, rules.store());
  const tool = tools.find(({ name }) => name === row.tool);
  const ended: RunEnd =
    tool === undefined || call === undefined
      ? {
          error: internalError(
            `Its worker does not know ${tool === undefined ? "its tool" : "its arguments"}.`,
          ),
          ending: { outcome: "failed", code: "unknown-task" },
        }
      : await run(worker, turn, tool, call);
  const end =
    "questioning" in ended && !(await keepCall(launch.call, row, rules.store()))
      ? TOO_LARGE_TO_ASK
      : ended;
  if ("result" in end) {
    const payload = { input: call?.arguments, result: end.result };
    span.addToolCall({ tool: row.tool, ...end.ending }, payload);
  }
  let ending = endingOf(end);
  const change = await table.change(row.id, (latest) => {
    if (!isOf(latest, by)) return undefined;
    const after = rowAfter(latest, end);
    if (after.isTooLarge === true) ending = { outcome: "too-large" };
    return after.row;
  });
  const isOurs = change?.isChanged === true;
  const durationMs = performance.now() - started;
  const service = call?.service ?? worker.service;
  const count = isOurs ? countOf(change.after) : undefined;
  const status = change?.after.status ?? "forgotten";
  const ids = { service, tool: row.tool, taskId: row.id };
  const known = isOurs ? ending : undefined;
  span.endTask({ ...ids, count, durationMs, queueMs, ending: known }, status);
}

/** Undefined of a task that was cancelled. */
function endingOf(end: RunEnd): Ending | undefined {
  if ("questioning" in end) return { outcome: "asked" };
  return "isCancelled" in end ? undefined : end.ending;
}

async function run(
  { table, rules }: Worker,
  { claim: { row, by }, span, deadlineMs }: Turn,
  tool: AnyTool,
  call: TaskCall,
): Promise<RunEnd> {
  const { name, background } = tool;
  const log = span.logFor({ tool: name });
  const keeper = keepLease({ id: row.id, by, table, rules, log });
  const ownMs = (background?.minutes ?? Infinity) * 60_000;
  const invocation: TaskRun["invocation"] = {
    kind: "tool",
    ...{ name, span, log, states: undefined, refusals: { left: 0 } },
    caller: callerOf(call.caller),
    deadlineMs: Math.max(Math.min(ownMs, deadlineMs), 1),
  };
  span.begin(name);
  try {
    return await performRun({ tool, row, call, keeper, store: rules.store(), invocation });
  } finally {
    await keeper.stop();
  }
}

interface RowAfter {
  /** Undefined where it stays as it is. */
  readonly row: TaskRow | undefined;
  readonly isTooLarge?: boolean;
}

function rowAfter(row: TaskRow, end: RunEnd): RowAfter {
  if ("isCancelled" in end) return { row: undefined };
  if ("error" in end) return { row: failed(row, end.error) };
  if ("questioning" in end) return { row: waiting(row, end.questioning, end.message) };
  const whole = completed(row, jsonOf(end.result));
  const bytes = Buffer.byteLength(JSON.stringify(whole));
  if (bytes <= MAX_ROW_BYTES) return { row: whole };
  return { row: completed(row, jsonOf(tooLarge(row, bytes))), isTooLarge: true };
}

function tooLarge({ tool }: TaskRow, bytes: number): ToolResult {
  return failure(
    `The result of the tool "${tool}" has ${bytes} bytes; a task keeps at most ${MAX_ROW_BYTES}: ask for less of it.`,
  );
}

function jsonOf(result: ToolResult): Json {
  return JSON.parse(JSON.stringify(result)) as Json;
}

/** Undefined for one that waits for an answer. */
function countOf({ status, result }: TaskRow): TaskCount | undefined {
  if (status === "failed") return "failed";
  if (status !== "completed") return undefined;
  return (result as { readonly isError?: boolean }).isError === true ? "failed" : "completed";
}

const TOO_LARGE_TO_ASK: RunEnd = {
  result: failure(
    `It has to ask something, and its arguments are larger than ${MAX_ROW_BYTES} bytes, which is all that is kept until there is an answer.`,
  ),
  ending: { outcome: "too-large" },
};
