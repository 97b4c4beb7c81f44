/**
 * Lease keeper of a worker: renews its claim while it works, writes its progress, and looks every 1.5 s
 * whether the task is still its own. A worker that is not heard of for 30 s counts as lost.
 */
import { describeError, type Logger } from "../telemetry/logger";
import { withMessage } from "./task-changes";
import type { TaskRow, Work } from "./task-row";
import type { TaskRules } from "./task-rules";
import type { TaskTable } from "./task-table";

export interface LeaseKeeper {
  /** Settles when the task was cancelled, or is another worker's. */
  readonly ended: Promise<undefined>;
  readonly progress: (text: string) => Promise<void>;
  /** Nothing is written after it. */
  readonly stop: () => Promise<void>;
}

export interface Lease {
  readonly id: string;
  readonly by: string;
  readonly table: TaskTable;
  readonly rules: Pick<TaskRules, "leaseMs" | "lookMs" | "now">;
  readonly log: Logger;
}

/** Between two writes of progress. */
const PAUSE_MS = 1_000;

export function keepLease({ id, by, table, rules, log }: Lease): LeaseKeeper {
  const { leaseMs, lookMs, now } = rules;
  const { promise: ended, resolve: end } = Promise.withResolvers<undefined>();
  let renewedAt = now();
  let wroteAt = 0;
  let said: string | undefined;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let turn = Promise.resolve();

  const renewed = (row: TaskRow): TaskRow | undefined => {
    if (!isOf(row, by)) return undefined;
    const work: Work = { ...(row.work as Work), until: now() + leaseMs };
    return said === undefined ? { ...row, work } : withMessage({ ...row, work }, said);
  };

  const write = async (): Promise<void> => {
    const written = said;
    const change = await table.change(id, renewed);
    if (change?.isChanged !== true) end(undefined);
    renewedAt = wroteAt = now();
    // What was said meanwhile is written at the next look.
    if (said === written) said = undefined;
  };

  const look = async (): Promise<void> => {
    if (isStopped) return;
    const isDue = said !== undefined || now() - renewedAt >= leaseMs / 3;
    if (isDue) await write();
    else if (!isOf(await table.read(id), by)) end(undefined);
  };

  /** One at a time; what fails is tried again at the next look. */
  const inTurn = (work: () => Promise<void>): Promise<void> =>
    (turn = turn.then(work).catch((error: unknown) => {
      log.error("the row of a task could not be reached", { error: describeError(error) });
    }));

  const next = (): void => {
    timer = setTimeout(() => {
      void inTurn(look).then(() => {
        if (!isStopped) next();
      });
    }, lookMs);
  };
  next();

  return {
    ended,
    progress: async (text) => {
      said = text;
      if (now() - wroteAt >= PAUSE_MS) await inTurn(look);
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await turn;
    },
  };
}

/** Whether a run has the task. */
export function isOf(row: TaskRow | undefined, by: string): row is TaskRow {
  return row?.status === "working" && row.work?.by === by;
}
