/**
 * Lambda proxy integration: request -> event -> function -> HTTP response, within API Gateway's
 * time and Lambda's size.
 */
import { MAX_EVENT_BYTES } from "../lambda/environment";
import type { GatewayCaller } from "./gateway-caller";
import type { LambdaIntegration } from "./integrations";
import { type InvocationOptions, invokeWithin } from "./invocation";
import { type GatewayRequest, type ProxyTarget, toProxyEvent } from "./proxy-event";
import { type GatewayResponse, toHttp } from "./proxy-result";
import { type StreamedResponse, streamFrom } from "./streamed-integration";

export type LambdaOutcome =
  | { readonly kind: "too-large" | "timeout" | "throttled" }
  | { readonly kind: "streamed"; readonly response: StreamedResponse }
  /** Without a response the function failed, or what it returned is not a proxy result. */
  | {
      readonly kind: "ended";
      readonly response: GatewayResponse | undefined;
      readonly milliseconds: number;
    };

/** A request that has been let through. */
export interface ProxyCall {
  readonly request: GatewayRequest & { readonly body: Buffer };
  readonly target: ProxyTarget;
  readonly caller: GatewayCaller;
}

export async function callLambda(
  { functionArn, streamMs }: LambdaIntegration,
  { request, target, caller }: ProxyCall,
  options: InvocationOptions,
): Promise<LambdaOutcome> {
  const event = toProxyEvent(request, target, caller);
  // Not seen on AWS: Lambda refuses the event, and the gateway passes that on.
  if (Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT_BYTES) return { kind: "too-large" };
  if (streamMs !== undefined) {
    const timeoutMs = options.integrationTimeoutMs ?? streamMs;
    const streamed = await streamFrom(options, { functionArn, event, timeoutMs });
    if (streamed.kind !== "malformed") return streamed;
    return { kind: "ended", response: undefined, milliseconds: streamed.milliseconds };
  }
  const outcome = await invokeWithin(options, functionArn, event);
  if (outcome.kind !== "ended") return outcome;
  const { result, milliseconds } = outcome;
  const response = result.kind === "result" ? toHttp(result.payload) : undefined;
  return { kind: "ended", response, milliseconds };
}
