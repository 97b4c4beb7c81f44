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

export interface RunOptions {
  /** Told of each as soon as it is known. */
  readonly onRow?: (row: Row) => void;
  /** What the log says of a request that the function did not answer, by API Gateway's id. */
  readonly explain?: (requestId: string) => Promise<string | undefined>;
  /** Looks at the account, where one is known. */
  readonly account?: () => Promise<Finding>;
}

const ACCOUNT = "the account's concurrency";

export async function runSmoke(target: Target, options: RunOptions = {}): Promise<SmokeRun> {
  const { onRow = () => undefined, account } = options;
  const rows: Row[] = [];
  const add = (row: Row): void => {
    rows.push(row);
    onRow(row);
  };
  const all = [REACHED, ACCESS, ...CHECKS];
  let notAsked: readonly string[] = [];
  for (const [index, check] of all.entries()) {
    const finding = await check.run(target);
    add({ check: check.name, ...(await explained(finding, options)) });
    if (!isLast(check, finding)) continue;
    notAsked = all.slice(index + 1).map(({ name }) => name);
    break;
  }
  if (account !== undefined) add({ check: ACCOUNT, ...(await account()) });
  return { rows, notAsked };
}

async function explained(finding: Finding, { explain }: RunOptions): Promise<Finding> {
  const { status, requestId, says, isServerError } = finding;
  if (status !== "failed" || requestId === undefined || isServerError !== true) return finding;
  const line = await explain?.(requestId);
  return line === undefined ? finding : { ...finding, says: `${says} ${line}` };
}

function isLast(check: Check, { status, endsHere }: Finding): boolean {
  const isDoor = check === REACHED || check === ACCESS;
  return endsHere === true || (isDoor && status === "failed");
}

/** Whether nothing failed: warnings and what was skipped do not count. */
export function isWell({ rows }: SmokeRun): boolean {
  return rows.every(({ status }) => status !== "failed");
}
