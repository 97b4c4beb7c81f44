/** Writes what was measured: bench/RESULTS.md, bench/chart.svg, and the table in README.md. */
import * as fs from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { PROJECT_ROOT } from "../local/program";
import { chart } from "./chart";

export interface Times {
  /** Milliseconds until the environment is ready: load, and what is warmed up ahead. */
  readonly load: number;
  /** Milliseconds of the first answer after that. */
  readonly first: number;
  readonly total: number;
  /** Milliseconds of CPU for both. */
  readonly cpu: number;
  /** Microseconds of a warm call. */
  readonly p50: number;
  readonly p99: number;
  /** Megabytes after all calls. */
  readonly rss: number;
}

export interface Measured {
  readonly name: string;
  readonly note: string | undefined;
  readonly package: { readonly files: number; readonly bytes: number };
  readonly changed: number;
  readonly asItIs: string;
  readonly eras: Readonly<Record<"2025" | "2026", Times | undefined>>;
}

interface GrowthTimes {
  readonly call2025: number;
  readonly call2026: number;
  readonly list2025: number;
  readonly list2026: number;
}

export interface Growth {
  readonly tools: number;
  readonly ours: GrowthTimes;
  readonly sdk: GrowthTimes;
}

export interface Throughput {
  readonly connections: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly failed: number;
}

export interface Report {
  readonly measured: readonly Measured[];
  readonly growth: readonly Growth[];
  readonly throughput: readonly Throughput[];
  readonly rounds: number;
  readonly machine: string;
  readonly date: string;
  readonly seconds: number;
}

const OURS = "this server";
const BUNDLED = "official SDK, one bundle";
const NODE_MODULES = "official SDK, node_modules";

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

const size = (bytes: number): string =>
  bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
const fixed = (value: number | undefined, digits = 0): string =>
  value === undefined || Number.isNaN(value) ? "-" : value.toFixed(digits);

function eraTable(measured: readonly Measured[], era: "2025" | "2026"): string {
  const head = [
    "",
    "load + warm-up ms",
    "first answer ms",
    "total ms",
    "CPU ms",
    "warm p50 µs",
    "p99 µs",
    "RSS MB",
  ];
  const rows = measured.map(({ name, eras }) => {
    const times = eras[era];
    if (times === undefined) return [name, "does not speak it", "-", "-", "-", "-", "-", "-"];
    const { load, first, total, cpu, p50, p99, rss } = times;
    return [
      name,
      fixed(load),
      fixed(first, 1),
      fixed(total),
      fixed(cpu),
      fixed(p50),
      fixed(p99),
      fixed(rss),
    ];
  });
  return table(head, rows);
}

function packageTable(measured: readonly Measured[]): string {
  const head = [
    "",
    "package",
    "files",
    "uploaded for a code change",
    "first request as it is",
    "note",
  ];
  const rows = measured.map(({ name, package: all, changed, asItIs, note }) => [
    name,
    size(all.bytes),
    String(all.files),
    size(changed),
    asItIs,
    note ?? "",
  ]);
  return table(head, rows);
}

/** Of README.md: the columns that decide. */
function shortTable(measured: readonly Measured[]): string {
  const head = [
    "",
    "code change uploads",
    "cold start to first answer, 2025 / 2026",
    "warm call p50, 2025 / 2026",
    "memory",
    "answers the first request as it is",
  ];
  const both = (measuredOne: Measured, key: keyof Times): string =>
    `${fixed(measuredOne.eras["2025"]?.[key])} / ${fixed(measuredOne.eras["2026"]?.[key])}`;
  const rows = measured.map((one) => [
    one.name,
    size(one.changed),
    `${both(one, "total")} ms`,
    `${both(one, "p50")} µs`,
    `${fixed(one.eras["2025"]?.rss)} MB`,
    one.asItIs,
  ]);
  return table(head, rows);
}

/** The ratios that the project has set itself. */
function goals(measured: readonly Measured[], growth: readonly Growth[]): string {
  const of = (name: string, era: "2025" | "2026"): Times | undefined =>
    measured.find((one) => one.name === name)?.eras[era];
  const ratio = (era: "2025" | "2026", key: keyof Times, other: string): number =>
    (of(OURS, era)?.[key] ?? NaN) / (of(other, era)?.[key] ?? NaN);
  const grown = (tools: number, key: keyof GrowthTimes): number =>
    (growth.find((one) => one.tools === tools)?.ours[key] ?? NaN) /
    (growth.find((one) => one.tools === 1)?.ours[key] ?? NaN);
  const first = of(OURS, "2025")?.first ?? NaN;
  const rows: readonly (readonly [string, number, number])[] = [
    ["cold start, 2025, to the SDK from node_modules", ratio("2025", "total", NODE_MODULES), 0.45],
    ["cold start, 2025, to the SDK in one bundle", ratio("2025", "total", BUNDLED), 0.65],
    ["cold start, 2026, to the SDK in one bundle", ratio("2026", "total", BUNDLED), 1],
    ["first answer after init, 2025, ms", first, 3],
    ["warm p50, 2025, to the SDK in one bundle", ratio("2025", "p50", BUNDLED), 0.45],
    ["warm p50, 2026, to the SDK in one bundle", ratio("2026", "p50", BUNDLED), 0.8],
    ["memory, 2025, to the SDK in one bundle", ratio("2025", "rss", BUNDLED), 0.65],
    ["memory, 2026, to the SDK in one bundle", ratio("2026", "rss", BUNDLED), 0.65],
    ["a call at 100 tools, 2025, to 1 tool", grown(100, "call2025"), 1.3],
    ["a call at 100 tools, 2026, to 1 tool", grown(100, "call2026"), 1.3],
    ["a call at 500 tools, 2025, to 1 tool", grown(500, "call2025"), 1.6],
    ["a call at 500 tools, 2026, to 1 tool", grown(500, "call2026"), 1.6],
  ];
  return table(
    ["goal", "measured", "at most", ""],
    rows.map(([what, value, most]) => [
      what,
      value.toFixed(2),
      String(most),
      value <= most ? "met" : "**missed**",
    ]),
  );
}

function growthTable(growth: readonly Growth[]): string {
  const keys = ["call2025", "call2026", "list2025", "list2026"] as const;
  const head = ["tools", "call 2025", "call 2026", "list 2025", "list 2026"];
  const rows = growth.map(({ tools, ours, sdk }) => [
    String(tools),
    ...keys.map((key) => `${fixed(ours[key])} (${fixed(sdk[key])})`),
  ]);
  return table(head, rows);
}

/** Prices in US dollars as AWS publishes them; arm64, first tier, without the free tier. */
const PRICES = [
  { region: "us-east-1", api: 3.5, request: 0.2, gbSecond: 0.0000133334, logGb: 0.5 },
  { region: "eu-west-1", api: 3.5, request: 0.2, gbSecond: 0.0000133334, logGb: 0.57 },
  { region: "ap-northeast-2", api: 3.5, request: 0.2, gbSecond: 0.0000133334, logGb: 0.76 },
] as const;

/** Lambda writes two records a request in JSON, of some 600 bytes together. */
const LOG_BYTES = 600;
const MEMORY_GB = 0.5;

function costTable(measured: readonly Measured[]): string {
  const p99 = measured.find(({ name }) => name === OURS)?.eras["2025"]?.p99 ?? NaN;
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

export async function report(results: Report): Promise<void> {
  const { measured, growth, throughput, rounds, machine, date, seconds } = results;
  const about = `${date}, ${machine}, all in one run of ${seconds} s, interleaved, medians of ${rounds} cold processes. Local, with a full core: 512 MB in Lambda have about 0.3 of a vCPU, so expect times three times as long there.`;
  const text = `# What was measured

Written by \`npm run bench\`. ${about}

The request is the one that everybody tries first: \`tools/call\` of a tool that adds two numbers, once as a bare 2025 request and once with what 2026-07-28 demands. Where that is not answered as it is, \`Accept: application/json, text/event-stream\` is sent. Sizes are zipped. This server writes metrics and a log line with each request, the others nothing; standard output is a file ([what a pipe adds](../docs/decisions/0004-own-telemetry.md)).

## Package

${packageTable(measured)}

## 2025 protocol

${eraTable(measured, "2025")}

## 2026-07-28 protocol

${eraTable(measured, "2026")}

## Goals

${goals(measured, growth)}

## Growth with the number of tools

Microseconds a warm request (p50), this server and in brackets the official SDK in one bundle.

${growthTable(growth)}

## Throughput of \`npm start\`

The throttle raised, one machine for both sides.

${table(
  ["connections", "requests a second", "p50 ms", "p99 ms", "failed"],
  throughput.map(({ connections, perSecond, p50, p99, failed }) =>
    [connections, Math.round(perSecond), p50, p99, failed].map(String),
  ),
)}

## What a million calls cost

From the p99 of a warm 2025 call, divided by 0.3 for Lambda's share of a core and rounded up to whole milliseconds. Prices: [API Gateway](https://aws.amazon.com/api-gateway/pricing/), [Lambda](https://aws.amazon.com/lambda/pricing/), [CloudWatch](https://aws.amazon.com/cloudwatch/pricing/); as known when this was written and not looked up since: do so before you count on them. The time that tools take themselves comes on top.

${costTable(measured)}
`;
  const file = path.join(__dirname, "RESULTS.md");
  const options = await resolveConfig(file);
  const markdown = (content: string): Promise<string> =>
    format(content, { ...options, parser: "markdown" });
  fs.writeFileSync(file, await markdown(text));
  fs.writeFileSync(path.join(__dirname, "chart.svg"), chart(measured));

  const readme = path.join(PROJECT_ROOT, "README.md");
  const [before = "", rest = ""] = fs.readFileSync(readme, "utf8").split(/(?<=<!-- bench -->\n)/);
  const after = rest.slice(rest.indexOf("<!-- /bench -->"));
  const shown = `\n${shortTable(measured)}\n\n${about}\n\n`;
  fs.writeFileSync(readme, await markdown(`${before}${shown}${after}`));
  process.stdout.write(
    `${goals(measured, growth)}\n\nWritten: bench/RESULTS.md, bench/chart.svg, README.md\n`,
  );
}
