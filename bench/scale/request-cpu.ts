/** What a request takes of each process's CPU, made into what the simulation wants. */
import type { Shots } from "./cannon";
import type { RequestTimes } from "./local";
import { childrenOf, threadTime } from "./machine";
import { mean } from "./percentile";

/** In milliseconds. */
interface CpuTimes {
  readonly gateway: number;
  readonly environment: number;
  /** Of their threads beside. */
  readonly beside: number;
}

export interface CpuOfRequest extends CpuTimes {
  readonly client: number;
  /** From request to answer, on average. */
  readonly taken: number;
}

/** So far, of the process of `npm start` and of the function's environments. */
export function cpuOf(pid: number): CpuTimes {
  const gateway = threadTime(pid);
  const environments = childrenOf(pid, "bootstrap.js").map(threadTime);
  const sum = (times: readonly number[]): number => times.reduce((all, each) => all + each, 0);
  return {
    gateway: gateway.mainMs,
    environment: sum(environments.map(({ mainMs }) => mainMs)),
    beside: gateway.besideMs + sum(environments.map(({ besideMs }) => besideMs)),
  };
}

export function cpuOfRequest(shots: Shots, before: CpuTimes, after: CpuTimes): CpuOfRequest {
  const each = (part: keyof CpuTimes): number =>
    (after[part] - before[part]) / shots.milliseconds.length;
  return {
    client: shots.cpuMs,
    gateway: each("gateway"),
    environment: each("environment"),
    beside: each("beside"),
    taken: mean(shots.milliseconds),
  };
}

/**
 * @param alone of requests one after the other, where each process is woken for each of them.
 * @param busy of requests that always have another behind them.
 */
export function requestTimes(alone: CpuOfRequest, busy: CpuOfRequest): RequestTimes {
  const ofProcess = (part: "client" | "gateway" | "environment", wakeUps: number) => ({
    ms: rounded(busy[part]),
    wakeMs: rounded(Math.max(0, alone[part] - busy[part]) / wakeUps),
  });
  const waited = alone.taken - alone.client - alone.gateway - alone.environment;
  return {
    client: ofProcess("client", 1),
    gateway: ofProcess("gateway", 2),
    environment: ofProcess("environment", 1),
    besideMs: rounded(busy.beside),
    // What takes CPU, and no request waits for, comes after the answer.
    afterMs: rounded(Math.min(Math.max(0, -waited), busy.gateway / 2)),
    delayMs: rounded(Math.max(0, waited)),
  };
}

function rounded(value: number): number {
  return Number(value.toFixed(4));
}
