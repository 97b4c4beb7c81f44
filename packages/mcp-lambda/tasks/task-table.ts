/**
 * Task table: the rows of tasks in the record store. Whoever changes a row decides on its latest version,
 * and writes only if it still is. Who takes a task out of flight gives back its slot: of several at once,
 * one has written that, and no other.
 */
import type { Json, RecordStore, StoredRecord } from "../store/record-store";
import type { Slots } from "./slots";
import { expiryOf, keepable, newId, TASK_ID, type TaskRow } from "./task-row";

export interface Change {
  readonly before: TaskRow;
  /** The same as before where nothing was to be changed. */
  readonly after: TaskRow;
  readonly isChanged: boolean;
}

/** What becomes of a row; undefined leaves it as it is. */
export type Decide = (row: TaskRow) => TaskRow | undefined;

export interface TaskTable {
  /** Writes a task that has a slot. When it cannot be written, the slot is given back. */
  readonly insert: (row: TaskRow) => Promise<void>;
  readonly read: (id: string) => Promise<TaskRow | undefined>;
  /** @returns undefined when there is no such task. */
  readonly change: (id: string, decide: Decide) => Promise<Change | undefined>;
}

/** Two, of which one is a worker, write to a row at a time; more only when somebody plays with it. */
const MAX_ATTEMPTS = 20;

export function createTaskTable(
  store: () => RecordStore,
  slots: Slots,
  now: () => number,
): TaskTable {
  const stored = async (id: string): Promise<StoredRecord | undefined> =>
    TASK_ID.test(id) ? await store().get(keyOf(id)) : undefined;

  /** An attempt whose answer was lost is made again by the store, and then is told that it was late. */
  const write = async (record: StoredRecord, row: TaskRow): Promise<boolean> => {
    const isWritten = await store().replace({ ...record, ...recordOf(row) });
    return isWritten || (await stored(row.id).then(rowIn))?.change === row.change;
  };

  const change: TaskTable["change"] = async (id, decide) => {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
      const record = await stored(id);
      const before = rowIn(record);
      if (record === undefined || before === undefined) return undefined;
      const next = decide(before);
      if (next === undefined) return { before, after: before, isChanged: false };
      const lastUpdatedAt = new Date(now()).toISOString();
      const after: TaskRow = { ...next, lastUpdatedAt, change: newId() };
      if (!(await write(record, after))) continue;
      if (isInFlight(before) && !isInFlight(after)) await slots.giveBack(before.owner);
      return { before, after, isChanged: true };
    }
    throw new Error(`the task ${id} was changed ${MAX_ATTEMPTS} times meanwhile`);
  };

  return {
    insert: async (row) => {
      const isNew = await store()
        .insert(recordOf(row))
        .catch(() => false);
      if (isNew) return;
      // Not sure: what is there now is this one, or there is none.
      const isThere = await stored(row.id).then(
        (record) => record !== undefined,
        () => false,
      );
      if (isThere) return;
      await slots.giveBack(row.owner);
      throw new Error("the task could not be written");
    },
    read: async (id) => rowIn(await stored(id)),
    change,
  };
}

function keyOf(id: string): string {
  return `task/${id}`;
}

function recordOf(row: TaskRow): { key: string; value: Json; expiresAt: number } {
  return { key: keyOf(row.id), value: keepable(row), expiresAt: expiryOf(row) };
}

function rowIn(record: StoredRecord | undefined): TaskRow | undefined {
  return record?.value as unknown as TaskRow | undefined;
}

function isInFlight({ status }: TaskRow): boolean {
  return status === "working";
}
