/** A month of the user's own beside the worst one, by service, as a text table. */
import { AUTH_METRICS, REFUSAL_REASONS } from "jwt-authorizer/metrics";
import { ERROR_METRICS, SERVICE_METRICS, TASK_METRICS, TOOL_METRICS } from "mcp-lambda/metrics";
import type { AllSettings } from "../settings";
import { authorizerCost, typicalAuthorizerLoad } from "./authorizer-cost";
import { costNotes } from "./cost-notes";
import {
  type CostSettings,
  costOf,
  dollars,
  MONTH_SECONDS,
  type MonthCost,
  TYPICAL_LOG_BYTES,
  useOf,
} from "./month";
import { ownAnswersText } from "./own-answers";
import { type Prices, pricesIn } from "./prices";
import { provisionedCost } from "./provisioned-cost";
import { webAclCost } from "./web-acl-cost";
import { type WorstExtras, worstExtras, worstLoads } from "./worst-month";

export interface CostTableArgs {
  readonly settings: CostSettings & Pick<AllSettings, "alarms">;
  readonly region: string | undefined;
  /** How many tools the server has. */
  readonly tools: number;
  /** How many of them run as tasks; default 0. */
  readonly taskTools?: number;
  readonly typical: {
    readonly perSecond: number;
    readonly toolMs: number;
    readonly answerKb: number;
  };
}

/** What the server itself takes of a call, rounded up: bench/RESULTS.md. */
const OVERHEAD_MS = 2;

/** infra/monitoring/authorizer-alarms.ts */
const AUTHORIZER_ALARMS = 2;
/** Of tasks, those without one by service: infra/monitoring/task-metrics.ts */
const TASK_TIMES = 2;

type Row = readonly [what: string, typical: number, worst: number];

export function costTable({
  region,
  tools,
  taskTools = 0,
  typical,
  ...args
}: CostTableArgs): string {
  const settings = { ...args.settings, hasTasks: taskTools > 0 };
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
  const monitoring = monitoringCost(settings, { tools, taskTools }, prices);
  const extras = worstExtras(settings, prices);
  const rows: readonly Row[] = [
    ["API Gateway requests", costs[0].api, costs[1].api],
    [`its own answers (${ownAnswersText(settings)})`, 0, extras.ownAnswers],
    ["Lambda requests", costs[0].lambdaRequests, costs[1].lambdaRequests],
    ["Lambda duration", costs[0].lambdaDuration, costs[1].lambdaDuration],
    ["CloudWatch log", costs[0].log, costs[1].log],
    ["metrics, alarms, dashboard", monitoring, monitoring],
    ["data transfer out", costs[0].egress, costs[1].egress],
    ...extraRows({ settings, prices, extras, perSecond: typical.perSecond }),
  ];
  const together = [1, 2].map((at) => rows.reduce((sum, row) => sum + Number(row[at]), 0));
  return `${columns([
    ["US dollars a month", `${typical.perSecond}/s, tool ${typical.toolMs} ms`, "worst"],
    ...rows.map(([what, ...amounts]) => [what, ...amounts.map(dollars)]),
    ["together", ...together.map(dollars)],
  ])}\n\n${costNotes(settings, load, prices)}\n`;
}

interface ExtraRowsArgs {
  readonly settings: CostSettings;
  readonly prices: Prices;
  readonly extras: WorstExtras;
  readonly perSecond: number;
}

/** Of what the settings have beside the function. */
function extraRows({ settings, prices, extras, perSecond }: ExtraRowsArgs): readonly Row[] {
  const authorizer = authorizerCost(typicalAuthorizerLoad(settings, perSecond), settings, prices);
  const webAcl = webAclCost((perSecond * MONTH_SECONDS) / 1e6, settings, prices);
  const provisioned = provisionedCost(settings, prices);
  return [
    ...(provisioned > 0 ? ([["provisioned concurrency", provisioned, provisioned]] as const) : []),
    ...(settings.auth === "jwt"
      ? ([["authorizer and its log", authorizer, extras.authorizer]] as const)
      : []),
    ...(extras.tasks > 0 ? ([["tasks and their table", 0, extras.tasks]] as const) : []),
    ...(settings.waf ? ([["WAF", webAcl, extras.webAcl]] as const) : []),
  ];
}

/** When every metric is written in every hour; a million requests do that, an idle stack writes none. */
function monitoringCost(
  { alarms, auth }: CostTableArgs["settings"],
  { tools, taskTools }: { readonly tools: number; readonly taskTools: number },
  { metric, alarmMetric, dashboard }: Prices,
): number {
  const count = (declared: object): number => Object.keys(declared).length;
  // All but the duration by service too; of tools that do not exist refusals alone.
  const ofTool = count(TOOL_METRICS);
  const ofService = count(SERVICE_METRICS) + count(ERROR_METRICS) + ofTool - 1;
  const metrics = ofService + tools * ofTool + 1;
  // A rate is made of two metrics.
  const rate = alarms.toolErrorPercent > 0 ? 1 : 0;
  const { tasksLost, ...ofAll } = alarms;
  const watched = Object.values(ofAll).filter((threshold) => threshold > 0).length + rate;
  const ofTokens =
    auth === "jwt"
      ? (count(AUTH_METRICS) + REFUSAL_REASONS.length) * metric + AUTHORIZER_ALARMS * alarmMetric
      : 0;
  const ofTask = count(TASK_METRICS);
  // One alarm is always there: of errors of their function.
  const ofTasks =
    taskTools > 0
      ? (ofTask - TASK_TIMES + taskTools * ofTask) * metric + (tasksLost > 0 ? 2 : 1) * alarmMetric
      : 0;
  return metrics * metric + watched * alarmMetric + dashboard + ofTokens + ofTasks;
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
