/** Tool runner for tests: a tool by itself, its arguments checked by its schema as the server does it. */
import {
  type CallToolResult,
  isCallToolResult,
  type ServerContext,
} from "@modelcontextprotocol/server";
import type { Asking, CallContext } from "../definitions/call-context";
import { silentProgress } from "../definitions/progress";
import { NO_TASK, type Task } from "../definitions/task";
import type { AnyTool } from "../definitions/tool";
import { ANONYMOUS, type Caller } from "../http/caller";
import type { Logger } from "../telemetry/logger";
import { createScript } from "./scripted-answers";

/** Writes nothing. */
export const silentLogger: Logger = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

export interface RunOptions {
  /**
   * Answers in the order in which the tool asks: true or false to `confirm`, what is filled in to `ask`,
   * "decline" to either.
   */
  readonly answers?: readonly unknown[];
  /** Clients of what the tool needs, by name, in place of those of AWS. */
  readonly clients?: Readonly<Record<string, unknown>>;
}

/**
 * @param caller who calls; its scopes are not checked.
 * @throws Error when the tool asks what has no answer, or has not asked for all answers.
 */
export async function runTool(
  tool: AnyTool,
  input: unknown,
  caller: Caller = ANONYMOUS,
  { answers = [], clients = {} }: RunOptions = {},
): Promise<CallToolResult> {
  const { signal } = new AbortController();
  const script = createScript(tool, answers);
  const context: CallContext = {
    caller,
    log: silentLogger,
    count: () => undefined,
    deadline: new Date(Date.now() + 25_000),
    signal,
    mcp: {} as ServerContext,
    progress: silentProgress(signal),
    ...script.asking,
    task: taskOf(tool, script.asking, signal),
    ...clients,
  };
  const result = await tool.run(tool.inputSchema.parse(input), context);
  script.finish();
  if (!isCallToolResult(result)) throw new Error("the tool asks for input");
  return result;
}

/** One whose progress goes nowhere; runTask (run-task.ts) runs a tool as a task. */
function taskOf({ background }: AnyTool, { ask, once }: Asking, signal: AbortSignal): Task {
  return background === undefined ? NO_TASK : { ...NO_TASK, ask, once, signal };
}
