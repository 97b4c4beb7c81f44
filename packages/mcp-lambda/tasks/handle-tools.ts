/**
 * Tools for clients that know no tasks: what became of one, and its end before its time. Listed when a tool
 * says `otherwise: "handle"`.
 */
import * as z from "zod";
import type { CallContext } from "../definitions/call-context";
import { type AnyTool, defineTool, failure, text, type ToolResult } from "../definitions/tool";
import { isOver, type TaskRow } from "./task-row";
import type { TaskRequest, Tasks } from "./tasks";

const INPUT = z.object({
  taskId: z.string().describe("Id that the tool answered that began the task"),
});

const HINTS = { destructiveHint: false, idempotentHint: true, openWorldHint: false };

/** For how long task-status waits for an end, so that a model need not ask again at once. */
const WAIT_MS = 10_000;
const LOOK_MS = 1_000;

export function handleTools(tasks: Tasks): readonly AnyTool[] {
  const status = defineTool({
    name: "task-status",
    title: "Status of a task",
    description:
      "Says how far work in the background is, and gives its result when it is done. Waits for up to ten seconds for its end.",
    inputSchema: INPUT,
    annotations: { ...HINTS, readOnlyHint: true },
    run: async ({ taskId }, context) => {
      const end = Math.min(Date.now() + WAIT_MS, context.deadline.getTime() - 2 * LOOK_MS);
      let row = await tasks.look(taskId, requestOf(context));
      while (row?.status === "working" && Date.now() + LOOK_MS < end) {
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
        row = await tasks.look(taskId, requestOf(context));
      }
      return row === undefined ? failure(NO_SUCH_TASK) : shown(row);
    },
  });
  const cancel = defineTool({
    name: "task-cancel",
    title: "Cancel a task",
    description: "Ends work in the background. What it has done already is not undone.",
    inputSchema: INPUT,
    annotations: { ...HINTS, readOnlyHint: false },
    run: async ({ taskId }, context) => {
      const row = await tasks.cancel(taskId, requestOf(context));
      if (row === undefined) return failure(NO_SUCH_TASK);
      return text(row.status === "cancelled" ? "Cancelled." : `It was over before: ${row.status}.`);
    },
  });
  return [status, cancel];
}

const NO_SUCH_TASK =
  "There is no such task. Use the id that the tool has answered; after a day it is forgotten.";

function requestOf({ caller, log }: CallContext): TaskRequest {
  return { caller, requestId: undefined, log };
}

/** The result of the tool itself when it is done. */
function shown(row: TaskRow): ToolResult {
  const { status, statusMessage = "", result, error } = row;
  if (status === "completed") return result as unknown as ToolResult;
  if (error !== undefined) return failure(`The task has failed. ${error.message}`);
  if (isOver(row)) return text("The task was cancelled.");
  if (status !== "working") return text(`It asks: ${statusMessage}`);
  // A tool's message may be without its full stop, or empty.
  const said = statusMessage.replace(/[.\s]+$/, "");
  return text(`${said === "" ? "Working" : said}. It is not done: ask again.`);
}
