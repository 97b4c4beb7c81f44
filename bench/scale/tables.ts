/** Tables of docs/scale.md: concurrency, what is refused, and what a month costs. */
import {
  type CostSettings,
  costOf,
  dollars,
  totalOf,
  TYPICAL_LOG_BYTES,
  useOf,
} from "../../infra/cost/month";
import type { Prices } from "../../infra/cost/prices";
import { table } from "../table";
import type { CloudResult } from "./cloud";
import { percentile } from "./percentile";
import { type Quotas, type ServerTimes, SETUPS, simulateScenario } from "./scenarios";

const RATES = [1, 100, 1_000, 10_000] as const;
const TOOL_MS = [10, 100, 1_000, 10_000] as const;
const SIMULATED_SECONDS = 60;
const ANSWER_BYTES = 2_000;

const whole = (value: number): string => Math.max(1, Math.round(value)).toLocaleString("en-US");

/** Little's law: requests a second times seconds of each. */
export function concurrencyTable({ p50 }: ServerTimes): string {
  const head = ["requests a second", ...TOOL_MS.map((ms) => `tool of ${ms / 1_000} s`)];
  const rows = RATES.map((rate) => [
    whole(rate),
    ...TOOL_MS.map((ms) => whole((rate * (ms + p50)) / 1_000)),
  ]);
  return table(head, rows);
}

export function answeredTable(times: ServerTimes, toolMs: number): string {
  const head = ["requests a second", ...SETUPS.map(({ name }) => name)];
  const cell = (quotas: Quotas, perSecond: number): string => {
    const scenario = { quotas, perSecond, toolMs, seconds: SIMULATED_SECONDS };
    return outcomeText(simulateScenario(scenario, times));
  };
  return table(
    head,
    RATES.map((rate) => [whole(rate), ...SETUPS.map((quotas) => cell(quotas, rate))]),
  );
}

/** "20.7 %, 79.3 % 429", "100 %, p99 1.3 s" */
function outcomeText({ offered, throttled, refused, milliseconds }: CloudResult): string {
  const percent = (count: number): string => `${Number(((count / offered) * 100).toFixed(1))} %`;
  const seconds = Number((percentile(milliseconds, 0.99) / 1_000).toFixed(2));
  return [
    percent(milliseconds.length),
    ...(throttled > 0 ? [`429: ${percent(throttled)}`] : []),
    ...(refused > 0 ? [`504: ${percent(refused)}`] : []),
    `p99 ${seconds} s`,
  ].join(", ");
}

export interface CostTableArgs {
  readonly settings: CostSettings;
  readonly prices: Prices;
  readonly times: ServerTimes;
}

/** Of tools of 100 ms, as `npm run cost` reckons: list prices, no free tiers. */
export function monthTable({ settings, prices, times }: CostTableArgs): string {
  const head = [
    "requests a second",
    "API Gateway",
    "Lambda",
    "log",
    "data transfer",
    "a month",
    "a million",
  ];
  const rows = RATES.map((perSecond) => {
    const seconds = Math.ceil(100 + times.p99) / 1_000;
    const load = { perSecond, seconds, answerBytes: ANSWER_BYTES, logBytes: TYPICAL_LOG_BYTES };
    const use = useOf([load], settings);
    const cost = costOf(use, prices, settings);
    const lambda = cost.lambdaRequests + cost.lambdaDuration;
    const million = totalOf(cost) / (use.requests / 1e6);
    const amounts = [cost.api, lambda, cost.log, cost.egress, totalOf(cost), million];
    return [whole(perSecond), ...amounts.map(dollars)];
  });
  return table(head, rows);
}
