/** Rules of tasks: from the function's variables, and from tests. */
import { openStore } from "../store/open-store";
import type { RecordStore } from "../store/record-store";
import { launchInLambda, TASK_FUNCTION, type TaskLauncher } from "./task-launch";

/** All of it for tests: a function has its variables. */
export interface TaskOptions {
  /** Default: the table in STATE_TABLE, or memory. */
  readonly store?: RecordStore;
  /** Default: invokes a Lambda function. */
  readonly launch?: TaskLauncher;
  /** Of new tasks; default: the version of the function in TASK_FUNCTION. */
  readonly worker?: string;
  /** Tasks in flight; default TASK_LIMIT_CALLER, or 10. */
  readonly limitOfCaller?: number;
  /** The same of all callers together; default TASK_LIMIT, or 100. */
  readonly limit?: number;
  /** Milliseconds for which a worker's claim holds unless it is renewed; default 30,000. */
  readonly leaseMs?: number;
  /** Milliseconds within which a worker begins; default 900,000. */
  readonly queueMs?: number;
  /** Milliseconds between a worker's looks at its row; default 1,500. */
  readonly lookMs?: number;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

export interface TaskRules extends Required<Omit<TaskOptions, "store" | "worker">> {
  readonly store: () => RecordStore;
  readonly worker: string | undefined;
  /** Milliseconds in which Lambda hands over again what a crash has ended: twice, after one and two minutes. */
  readonly repeatMs: number;
}

const LIMIT_OF_CALLER = 10;
const LIMIT = 100;

export function taskRules(options: TaskOptions = {}): TaskRules {
  const { store, ...rest } = options;
  return {
    limitOfCaller: numberIn("TASK_LIMIT_CALLER") ?? LIMIT_OF_CALLER,
    limit: numberIn("TASK_LIMIT") ?? LIMIT,
    leaseMs: 30_000,
    queueMs: 900_000,
    lookMs: 1_500,
    repeatMs: 240_000,
    now: Date.now,
    launch: launchInLambda,
    worker: process.env[TASK_FUNCTION],
    ...rest,
    store: store === undefined ? openStore : () => store,
  };
}

/** Undefined for what is not a positive integer. */
function numberIn(variable: string): number | undefined {
  const number = Number(process.env[variable]);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
