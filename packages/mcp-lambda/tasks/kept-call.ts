/** The call of a task that has asked: it goes on from it when it has its answers. */
import type { RecordStore } from "../store/record-store";
import type { TaskCall, TaskLaunch } from "./task-launch";
import { expiryOf, keepable, MAX_ROW_BYTES, type TaskRow, TTL_OF_QUESTIONS_MS } from "./task-row";

/** What was launched, or was kept when the task asked. */
export async function callOf(
  { taskId, call }: TaskLaunch,
  store: RecordStore,
): Promise<TaskCall | undefined> {
  if (call !== undefined) return call;
  const record = await store.get(keyOf(taskId));
  return record?.value as TaskCall | undefined;
}

/** @param call undefined when it is kept already. @returns whether the task can go on from it. */
export async function keepCall(
  call: TaskCall | undefined,
  { id, createdAt }: TaskRow,
  store: RecordStore,
): Promise<boolean> {
  if (call === undefined) return true;
  if (Buffer.byteLength(JSON.stringify(call)) > MAX_ROW_BYTES) return false;
  const expiresAt = expiryOf({ createdAt, ttlMs: TTL_OF_QUESTIONS_MS });
  await store.insert({ key: keyOf(id), value: keepable(call), expiresAt });
  return true;
}

function keyOf(id: string): string {
  return `task/${id}/call`;
}
