/**
 * Calls by tool over a period, by one query of Logs Insights: AWS's, that of `npm start`, or, for an
 * emulator, which does not aggregate, the one of `npm start` over the lines that the emulator has.
 */
import { TOOL_METRICS } from "mcp-lambda/metrics";
import { type Cell, isOfThisMachine, queryLines } from "pulumi-local";
import { cloudSource } from "../observed/cloud-source";
import { localSource } from "../observed/log-source";
import type { Place } from "../observed/place";
import { askInsights } from "./ask-insights";

const { calls, errors, refusals, duration } = TOOL_METRICS;

/**
 * Of a batch with several calls of one tool a line has times and errors as lists, which no function of
 * stats reads. The times are left out. Errors are counted all the same: a line is of one outcome, so each
 * of its calls has the error of the first.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html
 */
export const QUERY = `fields ${calls.name} * coalesce(${errors.name}, ${errors.name}.0) as failed
| filter ispresent(${calls.name}) or ispresent(${refusals.name})
| stats sum(${calls.name}) as calls, sum(failed) as errors, sum(${refusals.name}) as refused, pct(${duration.name}, 50) as p50, pct(${duration.name}, 95) as p95, max(${duration.name}) as longest by tool
| sort calls desc
| limit 1000`;

export interface ToolStats {
  readonly tool: string;
  /** Calls that ran, those of them that failed, and calls that were refused before. */
  readonly calls: number;
  readonly errors: number;
  readonly refused: number;
  /** Milliseconds in the tool; undefined where nothing ran. */
  readonly p50: number | undefined;
  readonly p95: number | undefined;
  readonly longest: number | undefined;
}

/** @param since milliseconds since 1970. @throws UserError when the log cannot be asked. */
export async function readStats(place: Place, since: number): Promise<readonly ToolStats[]> {
  const rows = await rowsOf(place, since);
  return rows
    .map((row) => ({
      tool: typeof row["tool"] === "string" ? row["tool"] : "unknown",
      calls: numberOf(row["calls"]) ?? 0,
      errors: numberOf(row["errors"]) ?? 0,
      refused: numberOf(row["refused"]) ?? 0,
      p50: numberOf(row["p50"]),
      p95: numberOf(row["p95"]),
      longest: numberOf(row["longest"]),
    }))
    .sort((first, second) => second.calls - first.calls || (first.tool < second.tool ? -1 : 1));
}

type Rows = readonly Readonly<Record<string, Cell | undefined>>[];

async function rowsOf(place: Place, since: number): Promise<Rows> {
  if (place.kind === "local") return queryLines(QUERY, await localSource(place).read(since));
  // Only an emulator is on this machine.
  if (isOfThisMachine(process.env["AWS_ENDPOINT_URL"] ?? "")) {
    return queryLines(QUERY, await cloudSource(place).read(since));
  }
  const { region, profile, logGroups } = place;
  const [group = ""] = logGroups;
  return askInsights(QUERY, { region, profile, group, since });
}

/** AWS gives texts. */
function numberOf(value: Cell | undefined): number | undefined {
  const number = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}
