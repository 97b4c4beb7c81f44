/** What a million calls cost, from what was measured. */
import { pricesIn, tieredCost } from "../infra/cost/prices";
import { type Measured, OURS } from "./measurements";
import { table } from "./table";

/** First tier, arm64, without the free tier. */
const REGIONS = ["us-east-1", "eu-west-1", "ap-northeast-2"] as const;

/** Lambda writes two records a request in JSON, of some 600 bytes together. */
const LOG_BYTES = 600;
const MEMORY_GB = 0.5;

export function costTable(peers: readonly Measured[]): string {
  const p99 = peers.find(({ name }) => name === OURS)?.eras["2025"]?.p99 ?? NaN;
  // At 512 MB a function has some 0.3 of a core, and Lambda bills whole milliseconds.
  const billedMs = Math.ceil(p99 / 1000 / 0.3);
  const rows = REGIONS.map((region) => {
    const { apiMillion, lambdaMillion, gbSecond, logGb } = pricesIn(region);
    const api = tieredCost(1, apiMillion);
    const duration = tieredCost(1e6 * (billedMs / 1000) * MEMORY_GB, gbSecond.arm64);
    const logs = ((1e6 * LOG_BYTES) / 1e9) * logGb;
    const cells = [api, lambdaMillion, duration, logs, api + lambdaMillion + duration + logs];
    return [region, ...cells.map((cell) => `$${cell.toFixed(2)}`)];
  });
  const head = [
    "region",
    "API Gateway",
    "Lambda requests",
    `Lambda duration (${billedMs} ms)`,
    "log",
    "a million calls",
  ];
  return table(head, rows);
}
