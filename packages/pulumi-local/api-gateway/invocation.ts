/** Invocation of a function by API Gateway, within the time that it waits for one. */
import type { ChunkReceiver, InvocationResult } from "../lambda/environment";
import { THROTTLED } from "../lambda/lambda";

export interface InvocationOptions {
  /** Invokes the function or alias with this ARN; `receiver` takes a streamed response. */
  readonly invoke: (
    functionArn: string,
    event: unknown,
    receiver?: ChunkReceiver,
  ) => Promise<InvocationResult>;
  /** How long to wait for a function; default: 29 seconds, as API Gateway. */
  readonly integrationTimeoutMs?: number;
}

export type InvocationOutcome =
  | { readonly kind: "timeout" | "throttled" }
  | {
      readonly kind: "ended";
      readonly result: InvocationResult;
      readonly milliseconds: number;
    };

/** How long API Gateway waits for a function, the waiting for a free environment included. */
const INTEGRATION_TIMEOUT_MS = 29_000;

export async function invokeWithin(
  { invoke, integrationTimeoutMs = INTEGRATION_TIMEOUT_MS }: InvocationOptions,
  functionArn: string,
  event: unknown,
): Promise<InvocationOutcome> {
  const started = performance.now();
  const result = await within(integrationTimeoutMs, invoke(functionArn, event));
  const milliseconds = performance.now() - started;
  if (result === undefined) return { kind: "timeout" };
  if (result.kind === "error" && result.error.errorType === THROTTLED) return { kind: "throttled" };
  return { kind: "ended", result, milliseconds };
}

/** Undefined when the promise takes longer. */
export async function within<Value>(
  milliseconds: number,
  promise: Promise<Value>,
): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      resolve(undefined);
    }, milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
