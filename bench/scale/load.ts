/**
 * Load run of `npm start`: what it takes of a request alone, and what it does under several
 * connections. The simulation gets the first, and is compared with the second.
 */
import { execFile } from "node:child_process";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { median } from "../measuring";
import type { Shots } from "./cannon";
import type { RequestTimes } from "./local";
import { busyMs, measureCapacity } from "./machine";
import { mean, percentile } from "./percentile";
import { type CpuOfRequest, cpuOf, cpuOfRequest, requestTimes } from "./request-cpu";
import { serve } from "./served";

export const CONNECTIONS = [1, 8, 64, 256] as const;
/** So long, so that the code is compiled as well for the first figures as for the last ones. */
const WARM_UP = { connections: 8, seconds: 20 } as const;
const IDLE_MS = 1_000;
/** Requests that one connection sends before the first answer, so that no process falls idle. */
const PIPELINED = 8;
/** As many of the first times are kept, in their order. */
const KEPT_TIMES = 2_000;

export interface LoadPoint {
  readonly connections: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly failed: number;
}

export interface LoadRun {
  readonly date: string;
  readonly machine: string;
  readonly seconds: number;
  /** Share of the machine that other processes had while nothing was fired, 0 to 1. */
  readonly othersShare: number;
  readonly environments: number;
  /** What one, two ... busy threads get done at once, to one alone. */
  readonly capacity: readonly number[];
  /** Of a request alone. */
  readonly times: RequestTimes;
  /** How long requests were to the mean, one after the other. */
  readonly factors: readonly number[];
  readonly points: readonly LoadPoint[];
}

interface Fire {
  readonly connections: number;
  readonly seconds: number;
  readonly pipelined?: number;
}

async function fire(url: string, { connections, seconds, pipelined = 1 }: Fire): Promise<Shots> {
  const script = path.join(__dirname, "cannon.ts");
  const how = [connections, seconds, pipelined].map(String);
  const args = ["--require", "pulumi-handler-layer/register", script, url, ...how];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1e9 });
  return JSON.parse(stdout) as Shots;
}

/** @param seconds for each number of connections. */
export async function loadRun(folder: string, seconds: number): Promise<LoadRun> {
  const { endpoint, pid, end } = await serve(folder);
  try {
    await fire(endpoint, WARM_UP);
    const moments = [await idleMoment()];
    const alone = await shotsWithCpu(endpoint, pid, { connections: 1, seconds });
    const busy = await shotsWithCpu(endpoint, pid, {
      connections: 1,
      seconds,
      pipelined: PIPELINED,
    });
    const shots = [alone.shots];
    for (const connections of CONNECTIONS.slice(1)) {
      moments.push(await idleMoment());
      shots.push(await fire(endpoint, { connections, seconds }));
    }
    moments.push(await idleMoment());
    const cores = os.availableParallelism();
    return {
      date: new Date().toISOString().slice(0, 10),
      machine: `${cores} cores (${os.cpus()[0]?.model ?? "?"}), Linux, Node.js ${process.versions.node}`,
      seconds,
      othersShare: rounded(mean(moments.map(({ othersShare }) => othersShare)), 2),
      capacity: Array.from({ length: cores }, (_, at) =>
        median(moments.map(({ capacity }) => capacity[at] ?? NaN)),
      ),
      environments: cores,
      times: requestTimes(alone, busy),
      factors: factorsOf(alone.shots.milliseconds),
      points: shots.map((shot, at) => pointOf(CONNECTIONS[at] ?? 0, shot)),
    };
  } finally {
    await end();
  }
}

/** What the machine can do, and what others take of it while `npm start` has nothing to do. */
async function idleMoment(): Promise<Pick<LoadRun, "capacity" | "othersShare">> {
  const began = { at: performance.now(), busy: busyMs() };
  await new Promise((resolve) => setTimeout(resolve, IDLE_MS));
  const whole = (performance.now() - began.at) * os.availableParallelism();
  return { othersShare: (busyMs() - began.busy) / whole, capacity: await measureCapacity() };
}

interface ShotsWithCpu extends CpuOfRequest {
  readonly shots: Shots;
}

async function shotsWithCpu(endpoint: string, pid: number, how: Fire): Promise<ShotsWithCpu> {
  const before = cpuOf(pid);
  const shots = await fire(endpoint, how);
  return { shots, ...cpuOfRequest(shots, before, cpuOf(pid)) };
}

function factorsOf(milliseconds: readonly number[]): readonly number[] {
  const kept = milliseconds.slice(0, KEPT_TIMES);
  const average = mean(kept);
  return kept.map((each) => rounded(each / average, 2));
}

function pointOf(connections: number, { perSecond, milliseconds, failed }: Shots): LoadPoint {
  return {
    connections,
    perSecond: rounded(perSecond, 1),
    p50: rounded(percentile(milliseconds, 0.5), 2),
    p95: rounded(percentile(milliseconds, 0.95), 2),
    failed,
  };
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
