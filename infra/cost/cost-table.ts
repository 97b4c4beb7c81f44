/** A month of the user's own beside the worst one, by service, as a text table. */
import { ERROR_METRICS, SERVICE_METRICS, TOOL_METRICS } from "mcp-lambda/metrics";
import type { AllSettings } from "../settings";
import {
  type CostSettings,
  costOf,
  dollars,
  type Load,
  type MonthCost,
  totalOf,
  TYPICAL_LOG_BYTES,
  useOf,
} from "./month";
import { type Prices, pricesIn } from "./prices";
import { MAX_LOG_BYTES, ownAnswersCost, worstLoads } from "./worst-month";

export interface CostTableArgs {
  readonly settings: CostSettings & Pick<AllSettings, "alarms">;
  readonly region: string | undefined;
  /** How many tools the server has. */
  readonly tools: number;
  readonly typical: {
    readonly perSecond: number;
    readonly toolMs: number;
    readonly answerKb: number;
  };
}

/** What the server itself takes of a call, rounded up: bench/RESULTS.md. */
const OVERHEAD_MS = 2;

type Row = readonly [what: string, typical: number, worst: number];

export function costTable({ settings, region, tools, typical }: CostTableArgs): string {
  const prices = pricesIn(region);
  const load = {
    perSecond: typical.perSecond,
    seconds: Math.ceil(typical.toolMs + OVERHEAD_MS) / 1_000,
    answerBytes: typical.answerKb * 1_000,
    logBytes: TYPICAL_LOG_BYTES,
  };
  const costs = [[load], worstLoads(settings)].map((loads) => {
    return costOf(useOf(loads, settings), prices, settings);
  }) as [MonthCost, MonthCost];
  const monitoring = monitoringCost(settings, tools, prices);
  const ownAnswers = ownAnswersCost(settings, prices);
  const rows: readonly Row[] = [
    ["API Gateway requests", costs[0].api, costs[1].api],
    ["its own answers (404, 405)", 0, ownAnswers],
    ["Lambda requests", costs[0].lambdaRequests, costs[1].lambdaRequests],
    ["Lambda duration", costs[0].lambdaDuration, costs[1].lambdaDuration],
    ["CloudWatch log", costs[0].log, costs[1].log],
    ["metrics, alarms, dashboard", monitoring, monitoring],
    ["data transfer out", costs[0].egress, costs[1].egress],
    ["together", totalOf(costs[0]) + monitoring, totalOf(costs[1]) + monitoring + ownAnswers],
  ];
  return `${columns([
    ["US dollars a month", `${typical.perSecond}/s, tool ${typical.toolMs} ms`, "worst"],
    ...rows.map(([what, ...amounts]) => [what, ...amounts.map(dollars)]),
  ])}\n\n${notes(settings, load, prices)}\n`;
}

/** When every metric is written in every hour; a million requests do that, an idle stack writes none. */
function monitoringCost(
  { alarms }: CostTableArgs["settings"],
  tools: number,
  { metric, alarmMetric, dashboard }: Prices,
): number {
  const count = (declared: object): number => Object.keys(declared).length;
  // All but the duration by service too; of tools that do not exist refusals alone.
  const ofTool = count(TOOL_METRICS);
  const ofService = count(SERVICE_METRICS) + count(ERROR_METRICS) + ofTool - 1;
  const metrics = ofService + tools * ofTool + 1;
  // A rate is made of two metrics.
  const rate = alarms.toolErrorPercent > 0 ? 1 : 0;
  const watched = Object.values(alarms).filter((threshold) => threshold > 0).length + rate;
  return metrics * metric + watched * alarmMetric + dashboard;
}

function notes(settings: CostSettings, load: Load, { holds }: Prices): string {
  const { throttleRate, timeoutSeconds, memoryMb, architecture, reservedConcurrency } = settings;
  const reserved = reservedConcurrency === undefined ? "" : `, ${reservedConcurrency} at a time`;
  return [
    `Typical: answers of ${load.answerBytes / 1_000} kB, ${load.seconds * 1_000} ms billed a call, log of ${load.logBytes / 1_000} kB.`,
    `Worst: every second at throttleRate (${throttleRate}/s), each call as long as timeoutSeconds (${timeoutSeconds} s), answers of 6 MB, log of ${MAX_LOG_BYTES / 1_000} kB.`,
    `Function: ${memoryMb} MB, ${architecture}${reserved}. List prices of ${holds}, without free tiers, X-Ray and what tools use.`,
  ].join("\n");
}

function columns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map(([first = "", ...rest]) =>
      [
        first.padEnd(widths[0] ?? 0),
        ...rest.map((cell, at) => cell.padStart(widths[at + 1] ?? 0)),
      ].join("  "),
    )
    .join("\n");
}
