/**
 * Deployed stage of a REST API. The stations of a request in it, in API Gateway's order:
 *
 *   stage, route -> stage throttle -> authorization -> API key, its throttle and quota
 *     -> size -> integration
 *
 * The stage throttle comes before an authorizer, so that a flood does not invoke it; a usage plan
 * after it, since an authorizer may be what names the key:
 * https://repost.aws/questions/QUBW2lSJAvQkCgk9E7rNPIKQ. On AWS a resource policy's Deny comes before
 * an authorizer and its Allow with the authorizer's own; here it is not applied:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
import type { ReachedApi } from "./answered-request";
import { Authorizers } from "./authorization";
import { gatewayResponse, mockResponse, plainForbidden } from "./gateway-responses";
import type { MockIntegration } from "./integrations";
import type { Admission, LambdaAuthorizerOptions } from "./lambda-authorizer";
import { callLambda, type LambdaOutcome } from "./lambda-integration";
import { type GatewayRequest, pathOf, type ProxyTarget } from "./proxy-event";
import type { GatewayResponse } from "./proxy-result";
import * as refusals from "./refusal";
import type { RestApi } from "./rest-api";
import { StageThrottle } from "./stage-throttle";
import type { StreamedResponse } from "./streamed-integration";
import { UsagePlans } from "./usage-plans";

export type StageOptions = LambdaAuthorizerOptions;

/** A response, and how far its request came; without `api` it is AWS's own, before any API. */
export interface StageResponse {
  readonly response: GatewayResponse;
  readonly api?: ReachedApi;
  /** In place of the response, which is its status and headers alone. */
  readonly stream?: StreamedResponse;
}

/** A request that is in the stage. */
interface StagedRequest {
  readonly request: GatewayRequest;
  readonly reached: ReachedApi;
}

export class Stage {
  private readonly throttle: StageThrottle;
  private readonly authorizers: Authorizers;
  private readonly usagePlans: UsagePlans;

  constructor(
    private readonly api: RestApi,
    private readonly options: StageOptions,
  ) {
    this.throttle = new StageThrottle(api.throttle, options.now);
    this.authorizers = new Authorizers(options);
    this.usagePlans = new UsagePlans(api.usageKeys, options.now);
  }

  /** @param domainName name under which the request reached the API. */
  async respond(request: GatewayRequest, domainName: string): Promise<StageResponse> {
    const { api } = this;
    const { message, body } = request;
    const path = pathInStage(api, pathOf(message));
    if (path === undefined) return { response: plainForbidden("Forbidden") };
    const route = api.match(message.method ?? "GET", path);
    const { name, stage } = api;
    const reached = { name, stage, resource: route?.resource, integrationMs: undefined };
    const staged: StagedRequest = { request, reached };
    if (route === undefined) return this.refuse(staged, refusals.NO_SIGNATURE_OR_ROUTE);

    const target = { api, route, path, domainName };
    const admission = await this.admit(request, target);
    if ("refusal" in admission) return this.refuse(staged, admission.refusal);
    if (body === undefined) return this.refuse(staged, refusals.TOO_LARGE);
    const { integration } = route;
    if (integration.type === "mock") return this.mock(staged, integration);
    const call = { request: { ...request, body }, target, caller: admission.caller };
    return this.outcome(staged, await callLambda(integration, call, this.options));
  }

  private async admit(request: GatewayRequest, target: ProxyTarget): Promise<Admission> {
    const isFree = request.isOwn === true;
    if (!isFree && !this.throttle.take(target.route))
      return { refusal: refusals.THROTTLED_REQUEST };
    const admission = await this.authorizers.admit(request, target);
    if ("refusal" in admission || !target.route.needsKey) return admission;
    const identified = this.usagePlans.admit(request.message.headers["x-api-key"]);
    if ("refusal" in identified) return identified;
    const { authorizer, identity } = admission.caller;
    return { caller: { authorizer, identity: { ...identity, ...identified.identity } } };
  }

  private refuse({ request, reached }: StagedRequest, refusal: refusals.Refusal): StageResponse {
    return { response: gatewayResponse(this.api, refusal, request), api: reached };
  }

  private mock(staged: StagedRequest, integration: MockIntegration): StageResponse {
    const mediaType = staged.request.message.headers["content-type"] ?? "application/json";
    const response = mockResponse(integration, mediaType);
    if (response !== undefined) return { response, api: staged.reached };
    return this.refuse(staged, refusals.UNKNOWN_MEDIA_TYPE);
  }

  private outcome(staged: StagedRequest, outcome: LambdaOutcome): StageResponse {
    switch (outcome.kind) {
      case "too-large":
        return this.refuse(staged, refusals.TOO_LARGE);
      case "timeout":
        return this.refuse(staged, refusals.INTEGRATION_TIMEOUT);
      // Never 429, which is the gateway's own: https://stackoverflow.com/q/36363280
      case "throttled":
        return this.refuse(staged, refusals.INTEGRATION_FAILURE);
      case "streamed": {
        const { response: stream } = outcome;
        return {
          response: { ...stream.head, body: Buffer.alloc(0) },
          api: staged.reached,
          stream,
        };
      }
      case "ended": {
        const response =
          outcome.response ?? gatewayResponse(this.api, refusals.BAD_GATEWAY, staged.request);
        return { response, api: { ...staged.reached, integrationMs: outcome.milliseconds } };
      }
    }
  }
}

/** Undefined for what is not the API's: without a stage or a domain of its own, AWS does not know it. */
function pathInStage(api: RestApi, pathname: string): string | undefined {
  const [, first, ...rest] = pathname.split("/");
  const inStage = first === api.stage;
  if (!inStage && !api.servesRoot) return undefined;
  return `/${(inStage ? rest.join("/") : pathname).replace(/^\/+/, "")}`;
}
