/**
 * Lambda proxy integration: request -> event -> function -> HTTP response, within API Gateway's
 * time and Lambda's size.
 */
import { type InvocationResult, MAX_EVENT_BYTES } from "../lambda/environment";
import { THROTTLED } from "../lambda/lambda";
import {
  type GatewayRequest,
  type GatewayResponse,
  type ProxyTarget,
  toHttp,
  toProxyEvent,
} from "./proxy-event";
import type { LambdaIntegration } from "./rest-api";

export interface LambdaIntegrationOptions {
  /** Invokes the function or alias with this ARN. */
  readonly invoke: (functionArn: string, event: unknown) => Promise<InvocationResult>;
  /** How long to wait for a function; default: 29 seconds, as API Gateway. */
  readonly integrationTimeoutMs?: number;
}

export type LambdaOutcome =
  | { readonly kind: "too-large" | "timeout" | "throttled" }
  /** Without a response the function failed, or what it returned is not a proxy result. */
  | {
      readonly kind: "ended";
      readonly response: GatewayResponse | undefined;
      readonly milliseconds: number;
    };

/** How long API Gateway waits for a function, the waiting for a free environment included. */
const INTEGRATION_TIMEOUT_MS = 29_000;

export async function callLambda(
  { functionArn }: LambdaIntegration,
  request: GatewayRequest & { readonly body: Buffer },
  target: ProxyTarget,
  options: LambdaIntegrationOptions,
): Promise<LambdaOutcome> {
  const event = toProxyEvent(request, target);
  // Not seen on AWS: Lambda refuses the event, and the gateway passes that on.
  if (Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT_BYTES) return { kind: "too-large" };
  const started = performance.now();
  const result = await within(
    options.integrationTimeoutMs ?? INTEGRATION_TIMEOUT_MS,
    options.invoke(functionArn, event),
  );
  const milliseconds = performance.now() - started;
  if (result === undefined) return { kind: "timeout" };
  if (result.kind === "error" && result.error.errorType === THROTTLED) return { kind: "throttled" };
  const response = result.kind === "result" ? toHttp(result.payload) : undefined;
  return { kind: "ended", response, milliseconds };
}

/** Undefined when the promise takes longer. */
async function within<Value>(
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
