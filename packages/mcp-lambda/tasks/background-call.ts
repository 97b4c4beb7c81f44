/**
 * Calls of tools with `background`: as a task for clients that know tasks, and as `otherwise` says for
 * others. Scopes and arguments are checked first, in the same way as of any other tool.
 */
import type { AnyTool, Background, ToolResult } from "../definitions/tool";
import { failure, text } from "../definitions/tool";
import { callTool } from "../features/call-tool";
import { conformingResult } from "../features/tool-result";
import { canBeAsked, type Invocation } from "../features/invocation";
import { inlineTool } from "./inline-task";
import { isRow, startTask } from "./start-task";
import { clientOf } from "./task-client";
import type { TaskRow } from "./task-row";
import { createdTask } from "./task-view";
import type { Tasks } from "./tasks";

/** Code of calls by clients that know no tasks. */
export const NEEDS_TASKS = "needs-tasks";

export type CallTool = typeof callTool;

/** @param service value of that dimension of its metrics */
export function backgroundCalls(tasks: Tasks, service: string): CallTool {
  return async (tool, input, invocation) => {
    const { background } = tool;
    if (background === undefined) return await callTool(tool, input, invocation);
    const { knowsTasks, canAnswer } = clientOf(invocation.mcp);
    const start = (told: (row: TaskRow) => ToolResult): Promise<ToolResult> => {
      const starter = starterOf({ tool, background, input, invocation, canAnswer }, told);
      return callTool(starter(tasks, service), input, untimed(invocation));
    };
    if (knowsTasks) return await start(createdTask);
    switch (background.otherwise) {
      case "inline":
        return await callTool(
          inlineTool(tool, canBeAsked(invocation) && invocation.states !== undefined),
          input,
          invocation,
        );
      case "handle":
        return await start(handleOf);
      case "refuse":
        invocation.span.addToolCall({ tool: tool.name, outcome: "refused", code: NEEDS_TASKS });
        return failure(refusalOf(tool));
    }
  };
}

interface Starting {
  readonly tool: AnyTool;
  readonly background: Background;
  readonly input: unknown;
  readonly invocation: Invocation;
  readonly canAnswer: boolean;
}

/** The tool, with a `run` that starts the task and says so. */
function starterOf(
  { tool, background, input, invocation, canAnswer }: Starting,
  told: (row: TaskRow) => ToolResult,
): (tasks: Tasks, service: string) => AnyTool {
  const { outputSchema, ...rest } = tool;
  const { span, log, mcp } = invocation;
  return (tasks, service) => {
    const run: AnyTool["run"] = async (args, context) => {
      const early = await background.first?.(args, context);
      if (early !== undefined) return await conformingResult(tool, early, log);
      const { caller } = context;
      const started = await startTask(tasks, {
        ...{ tool, background, canAnswer, mcp, service },
        input: tool.asks === true && !canBeAsked(invocation) ? withoutConfirm(input) : input,
        request: { caller, requestId: span.requestId, log },
      });
      return isRow(started) ? told(started) : started;
    };
    return { ...rest, run };
  };
}

/** What 2025 clients answer a question with (asks/legacy.ts). */
function withoutConfirm(input: unknown): unknown {
  if (typeof input !== "object" || input === null) return input;
  const { confirm, ...args } = input as Record<string, unknown>;
  return args;
}

/** The time of a start is not that of the tool. */
function untimed(invocation: Invocation): Invocation {
  const { span } = invocation;
  const addToolCall: typeof span.addToolCall = ({ milliseconds, ...call }, payload) => {
    span.addToolCall(call, payload);
  };
  return { ...invocation, span: { ...span, addToolCall } };
}

function handleOf({ id, pollIntervalMs }: TaskRow): ToolResult {
  const wait = `after ${pollIntervalMs / 1000} s`;
  return text(
    `Started in the background as task ${id}. It is not done yet: call the tool task-status with {"taskId": "${id}"} ${wait}, and again until it is over. The tool task-cancel ends it.`,
  );
}

function refusalOf({ name }: AnyTool): string {
  return `The tool "${name}" runs for longer than a response may take, which needs a client of protocol version 2026-07-28 that knows tasks (the extension io.modelcontextprotocol/tasks).`;
}
