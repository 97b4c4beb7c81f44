/** Start of a task: a slot, a row, and the worker, in this order, before anybody is told its id. */
import type { ServerContext } from "@modelcontextprotocol/server";
import type { Caller } from "../http/caller";
import { type AnyTool, type Background, failure, type ToolResult } from "../definitions/tool";
import type { Json } from "../store/record-store";
import type { Full } from "./slots";
import { MAX_LAUNCH_BYTES, type TaskLaunch } from "./task-launch";
import { newId, ownerOf, type TaskRow, TTL_MS } from "./task-row";
import type { TaskRequest, Tasks } from "./tasks";

export interface TaskStart {
  readonly tool: AnyTool;
  readonly background: Background;
  /** Arguments as they were sent; they have been checked. */
  readonly input: unknown;
  readonly canAnswer: boolean;
  readonly mcp: ServerContext;
  readonly service: string;
  readonly request: TaskRequest;
}

/** @returns a failed call where there is no task. @throws what the store throws. */
export async function startTask(tasks: Tasks, start: TaskStart): Promise<TaskRow | ToolResult> {
  const { tool, request } = start;
  const row = newRow(tasks, start);
  const launch = launchOf(row, start);
  const bytes = Buffer.byteLength(JSON.stringify(launch));
  if (bytes > MAX_LAUNCH_BYTES) {
    return failure(
      `The arguments of the tool "${tool.name}" are too large for work in the background: ${bytes} bytes, of which ${MAX_LAUNCH_BYTES} can be handed over.`,
    );
  }
  const full = await tasks.slots.take(row.owner);
  if (full !== undefined) return failure(tooMany(full, tasks));
  await tasks.table.insert(row);
  tasks.count(row, "started", request);
  if (await tasks.launch(launch, row.worker, request)) return row;
  return failure(
    `The tool "${tool.name}" could not be started in the background. The reason is in the server's log under request id ${request.requestId ?? "unknown"}.`,
  );
}

export function isRow(started: TaskRow | ToolResult): started is TaskRow {
  return "owner" in started;
}

/** Between two looks of a client. */
const POLL_MS = 5_000;
const POLL_OF_SHORT_MS = 2_000;

function newRow({ rules }: Tasks, { tool, background, request }: TaskStart): TaskRow {
  const now = rules.now();
  const createdAt = new Date(now).toISOString();
  return {
    id: newId(),
    tool: tool.name,
    owner: ownerOf(request.caller),
    status: "working",
    statusMessage: "Waiting to begin.",
    createdAt,
    lastUpdatedAt: createdAt,
    ttlMs: TTL_MS,
    pollIntervalMs: background.minutes <= 2 ? POLL_OF_SHORT_MS : POLL_MS,
    ...(rules.worker !== undefined && { worker: rules.worker }),
    isRepeatable: tool.annotations.idempotentHint === true,
    work: { phase: "queued", queuedAt: now, until: now + rules.queueMs },
    change: newId(),
  };
}

function launchOf(
  row: TaskRow,
  { input, canAnswer, mcp, service, request }: TaskStart,
): TaskLaunch {
  const { inputResponses } = mcp.mcpReq;
  const json = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;
  return {
    taskId: row.id,
    call: {
      arguments: (input ?? {}) as Json,
      caller: json(request.caller satisfies Caller),
      ...(inputResponses !== undefined && { inputResponses: json(inputResponses) }),
      canAnswer,
      service,
    },
  };
}

function tooMany(full: Full, { rules: { limitOfCaller, limit } }: Tasks): string {
  return full === "caller"
    ? `You have ${limitOfCaller} tasks in flight, which is all that a caller can have: wait until one is over, or cancel one.`
    : `The server has ${limit} tasks in flight, which is all that it runs at a time: try again later.`;
}
