/**
 * Run of a task: the tool's own `run` in the worker, with a task to tell of, until it is at its end, stands
 * still at a question, is cancelled, or has had its time.
 */
import { isInputRequiredResult, ProtocolError } from "@modelcontextprotocol/server";
import { createOnce } from "../asks/once";
import { answerIn, type Elicitation } from "../asks/question";
import { createReplay, type Replay, type Standstill } from "../asks/replay";
import type { Task } from "../definitions/task";
import { type AnyTool, failure, type ToolResult } from "../definitions/tool";
import { callContext, type Invocation } from "../features/invocation";
import { parseValue } from "../features/parse-value";
import { endingOf } from "../features/result-ending";
import { conformingResult } from "../features/tool-result";
import type { RecordStore } from "../store/record-store";
import { codeOfThrown, type Ending } from "../telemetry/call-outcome";
import { describeError } from "../telemetry/logger";
import type { LeaseKeeper } from "./lease-keeper";
import { internalError } from "./task-changes";
import type { TaskCall } from "./task-launch";
import { workerContext } from "./worker-context";
import {
  expiryOf,
  type Questioning,
  type TaskError,
  type TaskRow,
  TTL_OF_QUESTIONS_MS,
} from "./task-row";

/** How a run has ended. */
export type RunEnd =
  | { readonly result: ToolResult; readonly ending: Ending }
  | { readonly error: TaskError; readonly ending: Ending }
  | { readonly questioning: Questioning; readonly message: string }
  | { readonly isCancelled: true };

export interface TaskRun {
  readonly tool: AnyTool;
  readonly row: TaskRow;
  readonly call: TaskCall;
  readonly keeper: LeaseKeeper;
  readonly store: RecordStore;
  /** Without what its signal is made of. */
  readonly invocation: Omit<Invocation, "mcp">;
}

/** Never rejects for what the tool does. */
export async function performRun(run: TaskRun): Promise<RunEnd> {
  const { invocation, keeper } = run;
  const controller = new AbortController();
  const replay = replayOf(run);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<RunEnd>((resolve) => {
    timer = setTimeout(() => {
      invocation.log.error("a task missed its deadline", { deadlineMs: invocation.deadlineMs });
      resolve({ error: internalError(lateText(invocation)), ending: { outcome: "late" } });
    }, invocation.deadlineMs);
  });
  const running = runTool(run, replay, controller.signal);
  const end = await Promise.race([
    running,
    late,
    replay.halted.then((halt) => endOf(halt, run)),
    keeper.ended.then((): RunEnd => ({ isCancelled: true })),
  ]);
  clearTimeout(timer);
  // What does not look at the signal begins nothing under `once` either.
  replay.stop();
  controller.abort(
    new Error(`the task ${"isCancelled" in end ? "was cancelled" : "stands still"}`),
  );
  // Cut short, it may close what it has open; what waits for an answer stands still.
  if (!("result" in end || "questioning" in end)) await Promise.race([running, pause(CLOSING_MS)]);
  return end;
}

const CLOSING_MS = 500;

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function runTool(run: TaskRun, replay: Replay, signal: AbortSignal): Promise<RunEnd> {
  const { tool, call, invocation } = run;
  const { log, span, name } = invocation;
  try {
    const args = await parseValue(tool.inputSchema, call.arguments);
    if ("issues" in args) {
      const result = failure(`Invalid arguments for the tool "${name}": ${args.issues}`);
      return { result, ending: { outcome: "invalid-arguments", issues: args.codes } };
    }
    const mcp = workerContext(run.row.id, call, signal);
    const task = taskOf(run, replay, signal);
    const { confirm, ask, once } = replay;
    const context = { ...callContext({ ...invocation, mcp }), confirm, ask, once, task };
    const given = await tool.run(args.value, context);
    if (isInputRequiredResult(given)) throw new Error(OWN_QUESTION);
    const result = await conformingResult(tool, given, log);
    // What JSON does not have fails here, as it would in a response.
    const sent = JSON.parse(JSON.stringify(result)) as typeof result;
    return { result: sent, ending: endingOf(given, log) };
  } catch (error) {
    const ending: Ending = { outcome: "threw", code: codeOfThrown(error) };
    if (!signal.aborted) log.error("tool failed", { error: describeError(error) });
    // What would have been the response of a call is the end of a task.
    if (error instanceof ProtocolError) {
      return { error: { code: error.code, message: error.message }, ending };
    }
    const where = `The reason is in the server's log under request id ${span.requestId}.`;
    return { result: failure(`The tool "${name}" failed. ${where}`), ending };
  }
}

const OWN_QUESTION =
  "a task asks by task.ask, and returns no inputRequired: background.first can do that, in the request";

function taskOf({ row, keeper }: TaskRun, { ask, once }: Replay, signal: AbortSignal): Task {
  const progress: Task["progress"] = async (text) => {
    signal.throwIfAborted();
    await keeper.progress(text);
    signal.throwIfAborted();
  };
  return { id: row.id, progress, ask, once, signal };
}

function replayOf({ row, store }: TaskRun): Replay {
  const { asked = [], responses = {}, round = 0 } = row.questioning ?? {};
  // Kept as long as a task can be that begins to wait at the end of its first day.
  const expiresAt = expiryOf({ createdAt: row.createdAt, ttlMs: TTL_OF_QUESTIONS_MS });
  return createReplay({
    asked,
    answerAt: (place) => answerIn(responses, keyOf(place, round)),
    once: createOnce({ store, prefix: `task/${row.id}`, expiresAt }),
  });
}

function textOf({ params }: Elicitation): string {
  return params !== undefined && "message" in params ? params.message : "";
}

/** Of one round, and no other. */
function keyOf(place: number, round: number): string {
  return `question-${place + 1}-${round}`;
}

function endOf(halt: Standstill, { tool, row, call }: TaskRun): RunEnd {
  const what = `The tool "${tool.name}"`;
  if ("failed" in halt) {
    const ending: Ending = { outcome: "failed", code: "cannot-go-on" };
    return { result: failure(`${what} ${halt.failed}`), ending };
  }
  const { asked, open: questions } = halt;
  const message = [...questions.values()].map(textOf).join(" ");
  if (!call.canAnswer) {
    const ending: Ending = { outcome: "failed", code: "cannot-ask" };
    return { result: failure(`${what} asks: ${message} ${TAKES_A_CLIENT}`), ending };
  }
  const round = (row.questioning?.round ?? 0) + 1;
  const open = Object.fromEntries(
    [...questions].map(([place, elicitation]) => [keyOf(place, round), elicitation]),
  ) as unknown as Questioning["open"];
  return { questioning: { round, asked, open, responses: {} }, message };
}

const TAKES_A_CLIENT = "To answer takes a client that knows tasks and elicitation.";

function lateText({ span, deadlineMs }: TaskRun["invocation"]): string {
  const minutes = Math.round(deadlineMs / 60) / 1000;
  return `It did not finish within ${minutes} minutes (request id ${span.requestId}).`;
}
