/** A 2026-07-28 client that declares the tasks extension. */
import { modern, post } from "mcp-lambda/testing";
import { setTimeout } from "node:timers/promises";

const CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
const DECLARED = { extensions: { "io.modelcontextprotocol/tasks": {} } };

export type Result = Readonly<Record<string, unknown>>;

export interface TaskClient {
  /** Of a call: a task, or a result. */
  readonly call: (name: string, args?: object) => Promise<Result>;
  readonly get: (taskId: string) => Promise<Result>;
  readonly cancel: (taskId: string) => Promise<Result>;
  /** Begins a task. @throws Error when there is none. */
  readonly begin: (name: string, args?: object) => Promise<string>;
  /** Polls until a task is so. */
  readonly until: (taskId: string, isSo: (task: Result) => boolean) => Promise<Result>;
  /** Polls until it is over. */
  readonly end: (taskId: string) => Promise<Result>;
}

/** Between two looks at a task. */
const POLL_MS = 100;

export function taskClient(endpoint: string): TaskClient {
  const request = async (method: string, params: Result): Promise<Result> => {
    const { body, headers } = modern(method, params);
    const { _meta } = (body as { params: { _meta: Record<string, unknown> } }).params;
    _meta[CAPABILITIES] = DECLARED;
    const { taskId } = params;
    const named = typeof taskId === "string" ? { ...headers, "mcp-name": taskId } : headers;
    const { json, text } = await post(endpoint, body, named);
    const { result } = (json ?? {}) as { result?: Result };
    if (result === undefined) throw new Error(text);
    return result;
  };
  const call: TaskClient["call"] = (name, args = {}) =>
    request("tools/call", { name, arguments: args });
  const get: TaskClient["get"] = (taskId) => request("tasks/get", { taskId });
  const until: TaskClient["until"] = async (taskId, isSo) => {
    for (;;) {
      const task = await get(taskId);
      if (isSo(task)) return task;
      await setTimeout(POLL_MS);
    }
  };
  return {
    ...{ call, get, until },
    cancel: (taskId) => request("tasks/cancel", { taskId }),
    begin: async (name, args) => {
      const { taskId, ...rest } = await call(name, args);
      if (typeof taskId !== "string") throw new Error(JSON.stringify(rest));
      return taskId;
    },
    end: (taskId) => until(taskId, ({ status }) => status !== "working"),
  };
}

/** Of a tool's result, or of a completed task. */
export function textOf({ result, content }: Result): string {
  const own = content ?? (result as Result | undefined)?.["content"];
  const [first] = (own ?? []) as readonly { readonly text?: string }[];
  return first?.text ?? "";
}
