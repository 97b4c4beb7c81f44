/** The rows of a smoke run, for a terminal. */
import { styleText } from "node:util";
import type { Row, SmokeRun } from "./run-smoke";

const MARKS = { ok: "✓", warning: "!", failed: "✗", skipped: "-" } as const;
const STYLES = { ok: "green", warning: "yellow", failed: "red", skipped: "dim" } as const;

/** As wide as the longest name. */
const NAME_WIDTH = 27;

/** Two lines where something is to be done. */
export function rowText({ check, status, says, remedy, requestId }: Row): string {
  const mark = styleText(STYLES[status], MARKS[status], { stream: process.stdout });
  const id = requestId === undefined ? "" : ` (request ${requestId})`;
  const line = `${mark} ${check.padEnd(NAME_WIDTH)} ${says}${id}`;
  return remedy === undefined || remedy === ""
    ? line
    : `${line}\n  ${" ".repeat(NAME_WIDTH)} -> ${remedy}`;
}

export function summary({ rows, notAsked }: SmokeRun): string {
  const count = (status: Row["status"]): number =>
    rows.filter((row) => row.status === status).length;
  const parts = [
    `${count("ok")} ok`,
    ...(["warning", "failed", "skipped"] as const)
      .filter((status) => count(status) > 0)
      .map((status) => `${count(status)} ${status}`),
  ];
  if (notAsked.length > 0) parts.push(`${notAsked.length} not asked`);
  return parts.join(", ");
}
