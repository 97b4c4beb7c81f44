/** What a million calls cost, from what was measured. */
import { type Measured, OURS } from "./measurements";
import { table } from "./table";

/** Prices in US dollars as AWS publishes them; arm64, first tier, without the free tier. */
const PRICES = [
  { region: "us-east-1", api: 3.5, request: 0.2, gbSecond: 0.0000133334, logGb: 0.5 },
  { region: "eu-west-1", api: 3.5, request: 0.2, gbSecond: 0.0000133334, logGb: 0.57 },
  { region: "ap-northeast-2", api: 3.5, request: 0.2, gbSecond: 0.0000133334, logGb: 0.76 },
] as const;

/** Lambda writes two records a request in JSON, of some 600 bytes together. */
const LOG_BYTES = 600;
const MEMORY_GB = 0.5;

export function costTable(peers: readonly Measured[]): string {
  const p99 = peers.find(({ name }) => name === OURS)?.eras["2025"]?.p99 ?? NaN;
  // At 512 MB a function has some 0.3 of a core, and Lambda bills whole milliseconds.
  const billedMs = Math.ceil(p99 / 1000 / 0.3);
  const rows = PRICES.map(({ region, api, request, gbSecond, logGb }) => {
    const duration = 1e6 * (billedMs / 1000) * MEMORY_GB * gbSecond;
    const logs = ((1e6 * LOG_BYTES) / 1e9) * logGb;
    const cells = [api, request, duration, logs, api + request + duration + logs];
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
