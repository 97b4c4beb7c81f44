/** Loads and quotas that docs/scale.md looks at, simulated with the times of bench/RESULTS.md. */
import * as fs from "node:fs";
import * as path from "node:path";
import { type CloudResult, simulateCloud } from "./cloud";
import { logNormal } from "./random";

/** Of a vCPU that a function of 512 MB has: bench/RESULTS.md was measured with a full core. */
const LAMBDA_SHARE = 0.3;
const SEED = 17;

/** Milliseconds that a function of 512 MB takes of a request without its tool, and at its first one. */
export interface ServerTimes {
  readonly p50: number;
  readonly p99: number;
  readonly cold: number;
}

/** @throws Error where bench/RESULTS.md has no row of this server. */
export function serverTimes(): ServerTimes {
  const results = fs.readFileSync(path.join(__dirname, "..", "RESULTS.md"), "utf8");
  const [, section = ""] = results.split("## 2025 protocol\n");
  const row = section.split("\n").find((line) => line.startsWith("| this server ")) ?? "";
  const [, , , , cold, , p50, p99] = row.split("|").map(Number);
  if (cold === undefined || p50 === undefined || p99 === undefined) {
    throw new Error("bench/RESULTS.md has no row of this server: npm run bench");
  }
  const inLambda = (milliseconds: number): number => milliseconds / LAMBDA_SHARE;
  return { p50: inLambda(p50 / 1_000), p99: inLambda(p99 / 1_000), cold: inLambda(cold) };
}

export interface Quotas {
  readonly name: string;
  readonly throttle: { readonly rate: number; readonly burst: number };
  readonly concurrency: number;
}

/** Of API Gateway for an account and region: settings cannot ask for more. */
const RAISED = { rate: 10_000, burst: 5_000 } as const;

export const SETUPS: readonly Quotas[] = [
  { name: "as it is deployed", throttle: { rate: 20, burst: 40 }, concurrency: 1_000 },
  { name: "raised throttle, new account", throttle: RAISED, concurrency: 10 },
  { name: "raised throttle", throttle: RAISED, concurrency: 1_000 },
  { name: "raised throttle and Lambda quota", throttle: RAISED, concurrency: 12_000 },
];

export interface Scenario {
  readonly quotas: Quotas;
  readonly perSecond: number;
  readonly toolMs: number;
  readonly seconds: number;
}

/** From an idle stack on: nothing is warm. */
export function simulateScenario(scenario: Scenario, times: ServerTimes): CloudResult {
  const { quotas, toolMs, ...load } = scenario;
  return simulateCloud({
    seed: SEED,
    ...load,
    throttle: quotas.throttle,
    concurrency: quotas.concurrency,
    serviceMs: (random) => toolMs + logNormal(random, times.p50, times.p99),
    coldMs: times.cold,
  });
}
