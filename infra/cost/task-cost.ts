/** What tools that run as tasks cost; nothing where there is none. */
import type { AllSettings } from "../settings";
import { type CostSettings, costOf, MONTH_SECONDS, OTHER_LOG_BYTES, useOf } from "./month";
import { type Prices, tieredCost } from "./prices";

/** Of a task without progress: slots taken and given back (2 each), begun, claimed, ended. */
const WRITES = 7;
/** A worker says in its row so often that it is there: packages/mcp-lambda/tasks/lease-keeper.ts. */
const RENEWAL_SECONDS = 10;
/** It writes progress at most so often, and looks so often whether it was cancelled. */
const PROGRESS_SECONDS = 1;
const LOOK_SECONDS = 1.5;
/** The server's own time of a look at a task, rounded up. */
const POLL_SECONDS = 0.01;
const POLL_BYTES = 500;

/** A task as it may be; rows are of up to 1 kB, and results cost a unit for each kB that they have. */
export interface TaskLoad {
  readonly minutes: number;
  /** Between two looks of its client. */
  readonly pollSeconds: number;
}

export const TYPICAL_TASK: TaskLoad = { minutes: 10, pollSeconds: 5 };

type WorkerSettings = Pick<AllSettings, "taskMemoryMb" | "architecture">;

export interface TaskCost {
  readonly worker: number;
  /** Looks of its client: API Gateway, Lambda and its log. */
  readonly polls: number;
  readonly table: number;
}

/** One task, in US dollars. */
export function taskCost(
  { minutes, pollSeconds }: TaskLoad,
  settings: CostSettings,
  prices: Prices,
): TaskCost {
  const seconds = minutes * 60;
  const looks = seconds / pollSeconds;
  const load = { seconds: POLL_SECONDS, answerBytes: POLL_BYTES, logBytes: OTHER_LOG_BYTES };
  const use = useOf([{ ...load, perSecond: looks / MONTH_SECONDS }], settings);
  const { api, lambdaRequests, lambdaDuration, log, egress } = costOf(use, prices, settings);
  const writes = WRITES + seconds / RENEWAL_SECONDS;
  return {
    worker: workerCost(seconds, settings, prices),
    polls: api + lambdaRequests + lambdaDuration + log + egress,
    table: tableCost({ writes, reads: looks + seconds / LOOK_SECONDS }, prices),
  };
}

/** taskLimit at a time, every second, while each request begins one: without results. */
export function worstTaskCost(settings: CostSettings, prices: Prices): number {
  if (settings.hasTasks !== true) return 0;
  const { taskLimit, throttleRate } = settings;
  const seconds = taskLimit * MONTH_SECONDS;
  const writes = throttleRate * MONTH_SECONDS * WRITES + seconds / PROGRESS_SECONDS;
  const table = tableCost({ writes, reads: seconds / LOOK_SECONDS }, prices);
  return workerCost(seconds, settings, prices) + table;
}

function workerCost(
  seconds: number,
  { taskMemoryMb, architecture }: WorkerSettings,
  prices: Prices,
): number {
  return tieredCost(seconds * (taskMemoryMb / 1024), prices.gbSecond[architecture]);
}

function tableCost(
  { writes, reads }: { readonly writes: number; readonly reads: number },
  { tableWriteMillion, tableReadMillion }: Prices,
): number {
  return (writes * tableWriteMillion + reads * tableReadMillion) / 1e6;
}
