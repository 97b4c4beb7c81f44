/** Launch of a task: what the worker is handed, and how. */
import { invokeAsync } from "../aws/invoke-async";
import type { Caller } from "../http/caller";
import type { Json } from "../store/record-store";

/** A call, as the worker needs it to make it. */
export interface TaskCall {
  /** As they were sent, and found to be right. */
  readonly arguments: Json;
  readonly caller: Json;
  /** Answers to what `background.first` asked, as clients send them. */
  readonly inputResponses?: Json;
  /** Whether its client can answer what a task asks. */
  readonly canAnswer: boolean;
  /** Value of the dimension `service` of its metrics. */
  readonly service: string;
}

/** The worker's event. */
export interface TaskLaunch {
  readonly taskId: string;
  /** Undefined when a task goes on: the worker has kept it. */
  readonly call?: TaskCall;
}

/**
 * Hands a task to a worker, and does not wait for it.
 *
 * @param worker the one in which the task began: undefined outside of Lambda
 * @throws Error when that failed, or may have.
 */
export type TaskLauncher = (launch: TaskLaunch, worker: string | undefined) => Promise<void>;

/** Of an event that nobody waits for. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const MAX_LAUNCH_BYTES = 1_000_000;

/** Where the program has put the worker: the ARN of a function, with its version. */
export const TASK_FUNCTION = "TASK_FUNCTION";

export async function launchInLambda(
  launch: TaskLaunch,
  functionArn: string | undefined,
): Promise<void> {
  if (functionArn === undefined || functionArn === "") {
    throw new Error(
      `${TASK_FUNCTION} is not set: nothing runs tasks here. Tests hand createDispatch a launcher (tasks.launch)`,
    );
  }
  await invokeAsync(functionArn, launch);
}

/** A caller that went through JSON. */
export function callerOf(json: Json): Caller {
  const caller = json as unknown as Caller;
  if (caller.kind !== "jwt") return Object.freeze(caller);
  return Object.freeze({ ...caller, expiresAt: new Date(caller.expiresAt) });
}
