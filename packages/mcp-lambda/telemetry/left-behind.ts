/**
 * What a request leaves behind: a promise that rejects, a timer or an emitter that throws when
 * nobody waits any more. Node.js would end the process, and the callers after it would get a 502 for
 * somebody else's mistake: it is logged, with the request that it came from, and the environment
 * lives on.
 *
 * Lambda's runtime reports its own fatal errors in the same way: a loop that cannot get its next
 * event rejects (https://www.npmjs.com/package/aws-lambda-ric). Those still end the process.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { describeError } from "./describe-error";
import type { Logger } from "./logger";

/** Lambda's id of a request, and API Gateway's where it has one. */
export interface RequestIds {
  readonly requestId: string;
  readonly gatewayRequestId?: string | undefined;
}

/** The ids of the request that code runs for, also long after its response. */
const requestIds = new AsyncLocalStorage<RequestIds>();

export function runForRequest<Result>(ids: RequestIds, work: () => Result): Result {
  return requestIds.run(ids, work);
}

/** For the entire process: takes the place of all listeners that are there. */
export function logUnhandledRejections(log: Logger): void {
  const ofRejections = process.listeners("unhandledRejection");
  const ofExceptions = process.listeners("uncaughtException");
  process.removeAllListeners("unhandledRejection").removeAllListeners("uncaughtException");

  process.on("unhandledRejection", (reason, promise) => {
    if (isOfRuntime(reason)) {
      for (const listener of ofRejections) listener(reason, promise);
      if (ofRejections.length === 0) end(log, reason);
      return;
    }
    report(log, "a promise that nobody waited for was rejected", reason);
  });
  process.on("uncaughtException", (error, origin) => {
    if (isOfRuntime(error)) {
      for (const listener of ofExceptions) listener(error, origin);
      if (ofExceptions.length === 0) end(log, error);
      return;
    }
    report(log, "code that nobody waited for threw", error);
  });
}

function report(log: Logger, message: string, reason: unknown): void {
  log.error(message, { ...requestIds.getStore(), error: describeError(reason) });
}

/** As Node.js would. */
function end(log: Logger, error: unknown): never {
  log.error("Lambda's runtime failed", { error: describeError(error) });
  process.exit(1);
}

/**
 * What belongs to no request is the runtime's own or of a cold start: an error of the runtime is
 * called so, or was made in the process's main file, or in the runtime's native half.
 */
function isOfRuntime(error: unknown): boolean {
  if (requestIds.getStore() !== undefined || !(error instanceof Error)) return false;
  const { name, stack = "" } = error;
  if (name.startsWith("Runtime.")) return true;
  const frames = stack.split("\n").filter((line) => line.startsWith("    at "));
  // An error of the system, of a file say, may have no frames either, but has a code.
  if (frames.length === 0) return !("code" in error);
  const first = frames.find((frame) => !frame.includes("node:") && !frame.includes("<anonymous>"));
  const [, main] = process.argv;
  return first !== undefined && main !== undefined && first.includes(main);
}
