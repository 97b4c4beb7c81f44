/**
 * REQUEST Lambda authorizer at work: identity sources -> cache -> function -> policy -> decision.
 * Cached is the whole answer, a Deny too, for every method of the API; what the function throws is
 * not. https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html
 */
import { NOT_AUTHORIZED } from "../lambda/lambda";
import { decide } from "./access-policy";
import { type AuthorizerAnswer, contextOf, readAnswer } from "./authorizer-answer";
import type { DeclaredAuthorizer, IdentitySource } from "./authorizer-definition";
import type { GatewayCaller } from "./gateway-caller";
import { headerValues } from "./http-headers";
import { type InvocationOptions, invokeWithin } from "./invocation";
import {
  type GatewayRequest,
  type ProxyTarget,
  queryParameters,
  toAuthorizerEvent,
} from "./proxy-event";
import { type Refusal, UNAUTHORIZED } from "./refusal";

export interface LambdaAuthorizerOptions extends InvocationOptions {
  /** Clock in milliseconds; default Date.now. */
  readonly now?: () => number;
  /** Receives, in words, why a caller got a 500 of the gateway or its authorizer. */
  readonly onFailure?: (text: string) => void;
}

export type Admission = { readonly caller: GatewayCaller } | { readonly refusal: Refusal };

/** An answer, and how long the function took for it: 0 when it is a cached one. */
interface Answered {
  readonly answer: AuthorizerAnswer;
  readonly latencyMs: number;
}

interface CachedAnswer {
  readonly answer: AuthorizerAnswer;
  readonly until: number;
}

export class LambdaAuthorizer {
  private readonly cache = new Map<string, CachedAnswer>();

  constructor(
    private readonly declared: DeclaredAuthorizer,
    private readonly options: LambdaAuthorizerOptions,
  ) {}

  async authorize(request: GatewayRequest, target: ProxyTarget): Promise<Admission> {
    const identity = identityOf(request, this.declared.identitySources);
    if (identity === undefined) return { refusal: UNAUTHORIZED };
    const methodArn = methodArnOf(request, target);
    const answered =
      this.cached(identity) ?? (await this.ask(toAuthorizerEvent(request, target, methodArn)));
    if ("refusal" in answered) return answered;
    const { answer, latencyMs } = answered;
    this.keep(identity, answer);
    const authorizer = contextOf(answer, latencyMs);
    const decision = decide(answer.policyDocument, methodArn);
    if (decision === "allowed") return { caller: { authorizer, identity: {} } };
    const explicitly = decision === "denied explicitly" ? " with an explicit deny" : "";
    const message = `User is not authorized to access this resource${explicitly}`;
    return { refusal: { type: "ACCESS_DENIED", message, authorizer } };
  }

  private get now(): number {
    return (this.options.now ?? Date.now)();
  }

  private cached(identity: string): Answered | undefined {
    const found = this.cache.get(identity);
    return found === undefined || found.until <= this.now
      ? undefined
      : { answer: found.answer, latencyMs: 0 };
  }

  /** Counted from the first answer, whatever comes within its time. */
  private keep(identity: string, answer: AuthorizerAnswer): void {
    const { now } = this;
    if (this.declared.ttlSeconds === 0 || this.cached(identity) !== undefined) return;
    for (const [key, { until }] of this.cache) if (until <= now) this.cache.delete(key);
    this.cache.set(identity, { answer, until: now + this.declared.ttlSeconds * 1000 });
  }

  /** Requests that come at the same time each ask; whether AWS lets them wait is not documented. */
  private async ask(event: unknown): Promise<Answered | { readonly refusal: Refusal }> {
    const outcome = await invokeWithin(this.options, this.declared.functionArn, event);
    if (outcome.kind !== "ended") {
      return this.fail("AUTHORIZER_FAILURE", `its function: ${outcome.kind}`);
    }
    const { result, milliseconds } = outcome;
    if (result.kind === "error") {
      if (result.error.errorMessage === NOT_AUTHORIZED) return { refusal: UNAUTHORIZED };
      // The type that AWS names for it: https://newbedev.com/api-gateway-custom-authorizer-control-error-message-and-code
      return this.fail("AUTHORIZER_CONFIGURATION_ERROR", result.error.errorMessage);
    }
    const read = readAnswer(result.payload);
    if ("answer" in read) return { answer: read.answer, latencyMs: Math.round(milliseconds) };
    return this.fail("AUTHORIZER_CONFIGURATION_ERROR", `its answer is wrong at ${read.fault}`);
  }

  private fail(type: string, reason: string): { readonly refusal: Refusal } {
    this.options.onFailure?.(`the authorizer "${this.declared.name}" failed: ${reason}`);
    return { refusal: { type, message: null } };
  }
}

/**
 * The values of all sources, as a key; undefined where one is missing or empty, whatever the TTL:
 * https://docs.aws.amazon.com/apigateway/latest/api/API_Authorizer.html
 */
function identityOf(
  { message }: GatewayRequest,
  sources: readonly IdentitySource[],
): string | undefined {
  const values = sources.map(({ kind, name }) =>
    kind === "header" ? headerValues(message, name) : queryParameters(message).getAll(name),
  );
  return values.every((all) => all.some((value) => value !== ""))
    ? JSON.stringify(values)
    : undefined;
}

/** Of the method as it is called, not as it is declared. */
function methodArnOf({ message }: GatewayRequest, { api, path }: ProxyTarget): string {
  const segments = path.split("/").filter((segment) => segment !== "");
  return [api.executionArn, api.stage, message.method ?? "GET", segments.join("/")].join("/");
}
