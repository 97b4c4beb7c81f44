/**
 * `npm run bench`: this server against a switch by hand, the official SDK and other ways to put an
 * MCP server on Lambda, interleaved, in one run. Writes bench/RESULTS.md, bench/chart.svg and the
 * table in README.md.
 */
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { PROJECT_ROOT } from "../local/program";
import { readStackSettings } from "../local/stack-settings";
import { makeWorkFolder } from "../local/work-folder";
import {
  bundleSdk,
  type Contestant,
  install,
  makeContestants,
  sizeOf,
  unpackProgram,
} from "./contestants";
import { median, npmStart } from "./measuring";
import { type Measured, report, type Throughput, type Growth } from "./report";

const COLD_ROUNDS = 9;
const WARM_ROUNDS = 3;
const ERAS = ["2025", "2026"] as const;
type Era = (typeof ERAS)[number];

interface Reading {
  readonly ok: boolean;
  readonly status?: number;
  readonly error?: string;
  readonly load: number;
  readonly warmUp: number;
  readonly first: number;
  readonly total: number;
  readonly cpu: number;
  readonly p50?: number;
  readonly p99?: number;
  readonly rss?: number;
}

interface MeasureOptions {
  readonly mode: "cold" | "warm";
  readonly era: Era;
  readonly environment?: Readonly<Record<string, string>>;
  readonly calls?: number;
}

function measure(
  contestant: Pick<Contestant, "file" | "environment">,
  options: MeasureOptions,
): Reading {
  const { mode, era, environment, calls = 4_000 } = options;
  const args = [path.join(__dirname, "measure.cjs"), contestant.file, mode, era, String(calls)];
  // A file, since a reader that has to be woken for each line is not what is compared here.
  const log = path.join(os.tmpdir(), `bench-${process.pid}.log`);
  const output = fs.openSync(log, "w");
  try {
    execFileSync(process.execPath, args, {
      env: { PATH: process.env["PATH"] ?? "", ...contestant.environment, ...environment },
      stdio: ["ignore", output, "ignore"],
      timeout: 120_000,
    });
    const lines = fs.readFileSync(log, "utf8").trim().split("\n");
    return JSON.parse(lines.at(-1) ?? "{}") as Reading;
  } finally {
    fs.closeSync(output);
    fs.rmSync(log);
  }
}

/** The request that everybody tries as it is, and with the header that some demand. */
function probe(
  contestant: Contestant,
  era: Era,
): { plain: Reading; environment: Record<string, string> | undefined } {
  const plain = measure(contestant, { mode: "cold", era });
  if (plain.ok) return { plain, environment: {} };
  const environment = { ACCEPT: "1" };
  const { ok } = measure(contestant, { mode: "cold", era, environment });
  return { plain, environment: ok ? environment : undefined };
}

function compare(contestants: readonly Contestant[]): Measured[] {
  const entries = contestants.flatMap((contestant) =>
    ERAS.map((era) => ({
      contestant,
      era,
      ...probe(contestant, era),
      cold: [] as Reading[],
      warm: [] as Reading[],
    })),
  );
  const running = entries.filter(({ environment }) => environment !== undefined);
  for (let round = 0; round < COLD_ROUNDS; round += 1) {
    for (const { contestant, era, environment, cold } of running) {
      cold.push(measure(contestant, { mode: "cold", era, environment: environment ?? {} }));
    }
  }
  for (let round = 0; round < WARM_ROUNDS; round += 1) {
    for (const { contestant, era, environment, cold, warm } of running) {
      // What starts a process for each call is called less often.
      const calls = median(cold.map(({ first }) => first)) > 150 ? 20 : 4_000;
      warm.push(measure(contestant, { mode: "warm", era, environment: environment ?? {}, calls }));
    }
  }
  return contestants.map((contestant) => {
    const of = (era: Era): Measured["eras"][Era] => {
      const entry = entries.find((one) => one.contestant === contestant && one.era === era);
      if (entry?.environment === undefined) return undefined;
      const cold = (key: "load" | "warmUp" | "first" | "total" | "cpu"): number =>
        median(entry.cold.map((reading) => reading[key]));
      const warm = (key: "p50" | "p99" | "rss"): number =>
        median(entry.warm.map((reading) => reading[key] ?? NaN));
      return {
        load: cold("load") + cold("warmUp"),
        first: cold("first"),
        total: cold("total"),
        cpu: cold("cpu"),
        p50: warm("p50"),
        p99: warm("p99"),
        rss: warm("rss"),
      };
    };
    const { plain } = entries.find((one) => one.contestant === contestant) ?? {};
    return {
      name: contestant.name,
      note: contestant.note,
      package: sizeOf(contestant.packaged),
      changed: sizeOf(contestant.changed).bytes,
      asItIs: plain?.ok === true ? "yes" : `no (${plain?.status ?? plain?.error ?? "failed"})`,
      eras: { "2025": of("2025"), "2026": of("2026") },
    };
  });
}

/** How a call and a list grow with the number of tools, in microseconds. */
function grow(
  ours: Pick<Contestant, "file" | "environment">,
  sdk: Pick<Contestant, "file" | "environment">,
): Growth[] {
  return [1, 10, 100, 500].map((tools) => {
    const p50 = (of: typeof ours, era: Era, method: string): number => {
      const environment = { TOOLS: String(tools), METHOD: method, ACCEPT: "1" };
      const readings = [1, 2, 3].map(() =>
        measure(of, { mode: "warm", era, environment, calls: 800 }),
      );
      return median(readings.map((reading) => reading.p50 ?? NaN));
    };
    const all = (of: typeof ours): Growth["ours"] => ({
      call2025: p50(of, "2025", "tools/call"),
      call2026: p50(of, "2026", "tools/call"),
      list2025: p50(of, "2025", "tools/list"),
      list2026: p50(of, "2026", "tools/list"),
    });
    return { tools, ours: all(ours), sdk: all(sdk) };
  });
}

interface AutocannonResult {
  readonly requests: { readonly average: number };
  readonly latency: { readonly p50: number; readonly p99: number };
  readonly non2xx: number;
  readonly errors: number;
}

/** Requests a second of `npm start`, with the throttle raised. */
async function load(project: string): Promise<Throughput[]> {
  const config = { [`${project}:throttleRate`]: "10000", [`${project}:throttleBurst`]: "5000" };
  const { endpoint: url, end } = await npmStart({ PULUMI_CONFIG: JSON.stringify(config) });
  const params = { name: "add", arguments: { a: 10, b: 5 } };
  const body = JSON.stringify({ jsonrpc: "2.0", method: "tools/call", params, id: 1 });
  const cannon = path.join(__dirname, "node_modules", "autocannon", "autocannon.js");
  try {
    return [1, 8, 64].map((connections) => {
      const args = ["--json", "--method", "POST", "--headers", "content-type=application/json"];
      const how = ["--duration", "6", "--connections", String(connections), "--body", body, url];
      const output = execFileSync(process.execPath, [cannon, ...args, ...how], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      });
      const { requests, latency, non2xx, errors } = JSON.parse(output) as AutocannonResult;
      return {
        connections,
        perSecond: requests.average,
        p50: latency.p50,
        p99: latency.p99,
        failed: non2xx + errors,
      };
    });
  } finally {
    await end();
  }
}

async function main(): Promise<void> {
  const started = Date.now();
  const folder = makeWorkFolder();
  process.once("exit", () => {
    fs.rmSync(folder, { recursive: true, force: true });
  });
  install(__dirname);
  const settings = readStackSettings(PROJECT_ROOT, "dev");
  const contestants = await makeContestants(settings, path.join(folder, "all"));
  const measured = compare(contestants);
  const growing = await unpackProgram(
    settings,
    path.join(__dirname, "growth"),
    path.join(folder, "growth"),
  );
  const sdk = await bundleSdk(path.join(folder, "growth"));
  const growth = grow(growing, { file: sdk, environment: {} });
  const throughput = await load(settings.project);
  const [cpu] = os.cpus();
  await report({
    measured,
    growth,
    throughput,
    rounds: COLD_ROUNDS,
    machine: `${os.availableParallelism()} cores (${cpu?.model.trim() ?? "unknown"}), ${os.type()}, Node.js ${process.versions.node}`,
    date: new Date().toISOString().slice(0, 10),
    seconds: Math.round((Date.now() - started) / 1000),
  });
}

void main();
