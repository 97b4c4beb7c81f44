/**
 * Claim of a task by a worker, so that it runs once however often its event is delivered. A task whose
 * worker was lost is run again where its tool says that this does no harm (`idempotentHint`), and has
 * failed otherwise.
 */
import { lost } from "./task-changes";
import { isOf } from "./lease-keeper";
import { isOver, newId, type TaskRow } from "./task-row";
import type { TaskRules } from "./task-rules";
import type { TaskTable } from "./task-table";

export interface Claim {
  /** Tells this run from others. */
  readonly by: string;
  readonly row: TaskRow;
  /** Milliseconds from the launch. */
  readonly queueMs: number;
}

export type Claimed =
  | { readonly claim: Claim }
  /** Why it is not run; `lost` when it has just been found out that its worker was. */
  | { readonly reason: string; readonly lost?: TaskRow };

export async function claimTask(
  table: TaskTable,
  id: string,
  requestId: string,
  { now, leaseMs }: TaskRules,
): Promise<Claimed> {
  const by = newId();
  const change = await table.change(id, (row) => {
    const { status, work } = row;
    if (status !== "working" || work === undefined) return undefined;
    if (work.phase === "running") {
      if (work.until >= now()) return undefined;
      if (!row.isRepeatable) return lost(row, now(), 0);
    }
    const next = { ...work, phase: "running", until: now() + leaseMs, by, requestId } as const;
    return { ...row, work: next, statusMessage: "Working." };
  });
  if (change === undefined) return { reason: "there is no such task" };
  const { before, after } = change;
  if (isOf(after, by)) {
    return { claim: { by, row: after, queueMs: now() - (after.work?.queuedAt ?? now()) } };
  }
  if (change.isChanged) return { reason: "its worker was lost", lost: after };
  return { reason: isOver(before) ? `it is ${before.status}` : "another worker has it" };
}
