/** A task as clients see it: flat, with what belongs to its status. https://github.com/modelcontextprotocol/ext-tasks */
import type { CallToolResult } from "@modelcontextprotocol/server";
import type { TaskRow } from "./task-row";

/** What a client is told of a task in any status. */
export function taskOf(row: TaskRow): Readonly<Record<string, unknown>> {
  const {
    id: taskId,
    status,
    statusMessage,
    createdAt,
    lastUpdatedAt,
    ttlMs,
    pollIntervalMs,
  } = row;
  return {
    taskId,
    status,
    ...(statusMessage !== undefined && { statusMessage }),
    createdAt,
    lastUpdatedAt,
    ttlMs,
    pollIntervalMs,
  };
}

/** Answer to a tools/call; the content is taken out again behind the SDK (modern-handler.ts), which demands it. */
export function createdTask(row: TaskRow): CallToolResult {
  return { ...taskOf(row), resultType: "task", content: [] };
}

/** Answer to tasks/get. */
export function detailedTask(row: TaskRow): Record<string, unknown> {
  const { status, questioning, result, error } = row;
  return {
    ...taskOf(row),
    ...(status === "input_required" && { inputRequests: questioning?.open ?? {} }),
    ...(status === "completed" && { result: { ...(result as object), resultType: "complete" } }),
    ...(status === "failed" && { error }),
  };
}
