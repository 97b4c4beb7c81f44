/** Runs the checks against a server, one after the other. */
import { ACCESS, type Check, CHECKS, REACHED } from "./checks";
import type { Finding } from "./finding";
import type { Target } from "./target";

export interface Row extends Finding {
  readonly check: string;
}

export interface SmokeRun {
  readonly rows: readonly Row[];
  /** Checks that make no sense, after what was found. */
  readonly notAsked: readonly string[];
}

/** @param onRow told of each as soon as it is known. */
export async function runSmoke(
  target: Target,
  onRow: (row: Row) => void = () => undefined,
): Promise<SmokeRun> {
  const rows: Row[] = [];
  const all = [REACHED, ACCESS, ...CHECKS];
  for (const [index, check] of all.entries()) {
    const finding = await check.run(target);
    const row: Row = { check: check.name, ...finding };
    rows.push(row);
    onRow(row);
    if (isLast(check, finding)) {
      return { rows, notAsked: all.slice(index + 1).map(({ name }) => name) };
    }
  }
  return { rows, notAsked: [] };
}

function isLast(check: Check, { status, endsHere }: Finding): boolean {
  const isDoor = check === REACHED || check === ACCESS;
  return endsHere === true || (isDoor && status === "failed");
}

/** Whether nothing failed: warnings and what was skipped do not count. */
export function isWell({ rows }: SmokeRun): boolean {
  return rows.every(({ status }) => status !== "failed");
}
