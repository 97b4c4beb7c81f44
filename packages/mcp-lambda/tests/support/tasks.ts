/** Tasks for tests: servers whose worker is in this process, and begins when the test says so. */
import type * as z from "zod";
import { type AnyTool, createTaskRunner, type TaskLaunch } from "../../index";
import { memoryStore } from "../../store/memory-store";
import type { RecordStore } from "../../store/record-store";
import type { TaskOptions } from "../../tasks/task-rules";
import { createTaskTelemetry } from "../../telemetry/task-telemetry";
import type { Ask, HandlerAnswer } from "../../testing/ask";
import { plainTool, serverWith } from "../../testing/definitions";
import type { EventParts } from "../../testing/event";
import { modern } from "../../testing/mcp";
import { askingServer, type HandlerOptions } from "./handler";

const CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
export const TASKS = "io.modelcontextprotocol/tasks";

type Result = Readonly<Record<string, unknown>>;
type Parts = Pick<EventParts, "caller">;

/** A tool in the background; its hints say that it may be repeated. */
export function backgroundTool(
  name: string,
  run: AnyTool["run"],
  parts: Partial<
    Pick<AnyTool, "background" | "asks" | "outputSchema" | "scopes" | "annotations">
  > & {
    readonly inputSchema?: z.ZodObject;
  } = {},
): AnyTool {
  const { inputSchema, ...rest } = parts;
  const tool = plainTool(name, run, inputSchema);
  const annotations = { ...tool.annotations, idempotentHint: false };
  return { ...tool, annotations, background: { minutes: 1, otherwise: "inline" }, ...rest };
}

export interface TaskServer {
  readonly ask: Ask;
  readonly store: RecordStore;
  /** What was launched, and not yet taken. */
  readonly launched: TaskLaunch[];
  /** Asks as a client that knows tasks; its result, or its error as `{ error }`. */
  readonly request: (method: string, params?: Result, parts?: Parts) => Promise<Result>;
  readonly call: (name: string, args?: unknown, parts?: Parts) => Promise<Result>;
  readonly get: (taskId: unknown, parts?: Parts) => Promise<Result>;
  /** Runs what was launched first. @param remainingMs of the worker */
  readonly work: (remainingMs?: number) => Promise<void>;
  readonly run: (launch: TaskLaunch, remainingMs?: number) => Promise<void>;
}

export function taskServer(
  tools: readonly AnyTool[],
  tasks: TaskOptions = {},
  options: HandlerOptions = {},
): TaskServer {
  const launched: TaskLaunch[] = [];
  const launch = async (event: TaskLaunch): Promise<void> => {
    launched.push(JSON.parse(JSON.stringify(event)) as TaskLaunch);
  };
  const store = tasks.store ?? memoryStore(tasks.now);
  const rules = { lookMs: 20, launch, ...tasks, store };
  const definition = serverWith({ tools });
  const ask = askingServer(definition, { ...options, tasks: rules });
  const { logLevel, logPayloads = false } = options;
  const telemetry = createTaskTelemetry({ logLevel, logPayloads });
  const runner = createTaskRunner(definition, telemetry, rules);
  const run: TaskServer["run"] = (event, remainingMs = 900_000) =>
    runner(event, { awsRequestId: "worker-1", getRemainingTimeInMillis: () => remainingMs });
  const request: TaskServer["request"] = async (method, params = {}, parts = {}) =>
    resultOf(await ask(...asClient(method, params, { [TASKS]: {} }, parts)));
  return {
    ...{ ask, store, launched, run, request },
    call: (name, args = {}, parts = {}) => request("tools/call", { name, arguments: args }, parts),
    get: (taskId, parts = {}) => request("tasks/get", { taskId }, parts),
    work: async (remainingMs) => {
      const event = launched.shift();
      if (event === undefined) throw new Error("nothing was launched");
      await run(event, remainingMs);
    },
  };
}

/** A request of a 2026-07-28 client that can be asked, and declares these extensions. */
export function asClient(
  method: string,
  params: Result,
  extensions: object,
  parts: Parts = {},
): [object, EventParts] {
  const { body, headers } = modern(method, params);
  const { taskId } = params;
  const request = body as { params: { _meta: Record<string, unknown> } };
  request.params._meta[CAPABILITIES] = { extensions, elicitation: {} };
  const named = typeof taskId === "string" ? { ...headers, "mcp-name": taskId } : headers;
  return [request, { headers: named, ...parts }];
}

export function resultOf({ json, status }: HandlerAnswer): Result {
  return json.result ?? { error: json.error, status };
}

export function textOf(result: Result): string {
  const [first] = (result["content"] ?? []) as readonly { readonly text?: string }[];
  return first?.text ?? "";
}

/** Of what must fail. */
export async function messageOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it did not fail");
}
