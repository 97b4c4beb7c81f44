/** Tasks of a server: what is done with one, whoever asks for it. Callers see their own alone. */
import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { Caller } from "../http/caller";
import type { Json } from "../store/record-store";
import { describeError, type Logger } from "../telemetry/logger";
import { reportTask, reportTaskEnd, type TaskCount } from "../telemetry/task-metrics";
import { createSlots, type Slots } from "./slots";
import { cancelled, failed, internalError, lost, queued } from "./task-changes";
import type { TaskLaunch } from "./task-launch";
import { ownerOf, type TaskRow } from "./task-row";
import type { TaskRules } from "./task-rules";
import { createTaskTable, type TaskTable } from "./task-table";

/** Who asks, and for what the log is. */
export interface TaskRequest {
  readonly caller: Caller;
  /** Undefined where the log's lines have it already. */
  readonly requestId: string | undefined;
  readonly log: Logger;
}

export interface Tasks {
  readonly rules: TaskRules;
  readonly slots: Slots;
  readonly table: TaskTable;
  /** Hands a task to the worker; when that fails, or may have, the task has failed. */
  readonly launch: (
    launch: TaskLaunch,
    worker: string | undefined,
    request: TaskRequest,
  ) => Promise<boolean>;
  /** @returns undefined for one that is not there, or another caller's. */
  readonly look: (id: string, request: TaskRequest) => Promise<TaskRow | undefined>;
  readonly cancel: (id: string, request: TaskRequest) => Promise<TaskRow | undefined>;
  /** Takes answers; when all are there the task goes on. */
  readonly update: (
    id: string,
    responses: Readonly<Record<string, unknown>>,
    request: TaskRequest,
  ) => Promise<TaskRow | undefined>;
  readonly count: (row: TaskRow, count: TaskCount, request: Omit<TaskRequest, "caller">) => void;
}

export function createTasks(rules: TaskRules, service: string): Tasks {
  const { now, repeatMs, queueMs } = rules;
  const slots = createSlots(rules.store, rules);
  const table = createTaskTable(rules.store, slots, now);

  const count: Tasks["count"] = ({ id: taskId, tool, status }, what, { requestId, log }) => {
    const report = { service, tool, taskId, requestId, count: what };
    if (what === "started") reportTask(report);
    else reportTaskEnd(report, status, log);
  };

  const own = async (id: string, { caller }: TaskRequest): Promise<TaskRow | undefined> => {
    const row = await table.read(id);
    return row?.owner === ownerOf(caller) ? row : undefined;
  };

  const look: Tasks["look"] = async (id, request) => {
    const row = await own(id, request);
    if (row === undefined || lost(row, now(), repeatMs) === undefined) return row;
    const change = await table.change(id, (latest) => lost(latest, now(), repeatMs));
    if (change?.isChanged === true) count(change.after, "lost", request);
    return change?.after;
  };

  const launch: Tasks["launch"] = async (launched, worker, request) => {
    try {
      await rules.launch(launched, worker);
      return true;
    } catch (error) {
      const { requestId, log } = request;
      log.error("a task could not be started", { error: describeError(error) });
      const message = `It could not be started; the reason is in the server's log under request id ${requestId ?? "unknown"}.`;
      const change = await table.change(launched.taskId, (row) =>
        row.work?.phase === "queued" ? failed(row, internalError(message)) : undefined,
      );
      if (change?.isChanged === true) count(change.after, "failed", request);
      return change?.isChanged !== true;
    }
  };

  const cancel: Tasks["cancel"] = async (id, request) => {
    if ((await look(id, request)) === undefined) return undefined;
    const change = await table.change(id, cancelled);
    if (change?.isChanged === true) count(change.after, "cancelled", request);
    return change?.after;
  };

  const update: Tasks["update"] = async (id, responses, request) => {
    const row = await own(id, request);
    if (row?.status !== "input_required") return row;
    // Before it is in flight again: there are never more of those than slots taken.
    const isLast = isAnswered(withResponses(row, responses) ?? row);
    const full = isLast ? await slots.take(row.owner) : undefined;
    if (full !== undefined) throw new ProtocolError(ProtocolErrorCode.InternalError, ANSWER_LATER);
    let goesOn = false;
    let hasOthers = false as boolean;
    try {
      const change = await table.change(id, (latest) => {
        const taken = withResponses(latest, responses);
        if (taken === undefined || !isAnswered(taken)) return taken;
        // The others were answered meanwhile: it takes a slot now.
        hasOthers = !isLast;
        if (hasOthers) return undefined;
        return queued(taken, { phase: "queued", queuedAt: now(), until: now() + queueMs });
      });
      goesOn = isLast && change?.isChanged === true && change.after.status === "working";
      if (goesOn) await launch({ taskId: id }, row.worker, request);
      return hasOthers ? await update(id, responses, request) : change?.after;
    } finally {
      if (isLast && !goesOn) await slots.giveBack(row.owner);
    }
  };

  return { rules, slots, table, launch, look, cancel, update, count };
}

const ANSWER_LATER =
  "as many tasks as may be are in flight: the answer was not taken, send it again in a minute";

function isAnswered({ questioning }: TaskRow): boolean {
  return Object.keys(questioning?.open ?? {}).length === 0;
}

/** Undefined when it waits for none of them. */
function withResponses(
  row: TaskRow,
  responses: Readonly<Record<string, unknown>>,
): TaskRow | undefined {
  const { status, questioning } = row;
  if (status !== "input_required" || questioning === undefined) return undefined;
  const keys = Object.keys(questioning.open).filter((key) => Object.hasOwn(responses, key));
  if (keys.length === 0) return undefined;
  const open = Object.fromEntries(
    Object.entries(questioning.open).filter(([key]) => !keys.includes(key)),
  );
  const taken = Object.fromEntries(keys.map((key) => [key, responses[key] as Json]));
  return {
    ...row,
    questioning: { ...questioning, open, responses: { ...questioning.responses, ...taken } },
  };
}
