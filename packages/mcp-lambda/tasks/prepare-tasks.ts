/**
 * Tasks in the function that clients call: who says so declares them, and tools with `background` are
 * called through them. The layer of a server without any has a stub in place of this file
 * (bundling/plugins.js).
 */
import { type McpServer, PROTOCOL_VERSION_META_KEY } from "@modelcontextprotocol/server";
import type { AnyTool } from "../definitions/tool";
import type { Feature } from "../features/feature";
import type { RequestContext } from "../protocol/request-context";
import { backgroundCalls, type CallTool, NEEDS_TASKS } from "./background-call";
import { handleTools } from "./handle-tools";
import { clientIn } from "./task-client";
import { missingTasks, taskMethods } from "./task-methods";
import { type TaskOptions, taskRules } from "./task-rules";
import { createTasks } from "./tasks";

export interface TaskFeature extends Feature {
  /** In place of what calls other tools. */
  readonly call: CallTool;
  /** Beside the server's own. */
  readonly tools: readonly AnyTool[];
  /** Refuses a call of a client that knows no tasks, where its tool says so: the SDK would answer a failed call. */
  readonly guard: (server: McpServer, tool: AnyTool, context: RequestContext) => void;
}

/** Undefined when no tool has `background`. @param name of the server. */
export function prepareTasks(
  tools: readonly AnyTool[],
  name: string,
  options: TaskOptions | undefined,
): TaskFeature | undefined {
  if (!tools.some(({ background }) => background !== undefined)) return undefined;
  const service = process.env["AWS_LAMBDA_FUNCTION_NAME"] ?? name;
  const tasks = createTasks(taskRules(options), service);
  const hasHandles = tools.some(({ background }) => background?.otherwise === "handle");
  return {
    ...taskMethods(tasks),
    call: backgroundCalls(tasks, service),
    tools: hasHandles ? handleTools(tasks) : [],
    guard: (server, { name: called, background }, { messages, span }) => {
      if (background?.otherwise !== "refuse") return;
      const meta = messages[0]?.params?.["_meta"];
      if (!isModern(meta) || clientIn(meta).knowsTasks) return;
      server.server.setRequestHandler("tools/call", () => {
        span.addToolCall({ tool: called, outcome: "refused", code: NEEDS_TASKS });
        throw missingTasks();
      });
    },
  };
}

/** 2025 clients, who may send a batch, do not know the error: they get a failed call. */
function isModern(meta: unknown): boolean {
  return typeof meta === "object" && meta !== null && PROTOCOL_VERSION_META_KEY in meta;
}
