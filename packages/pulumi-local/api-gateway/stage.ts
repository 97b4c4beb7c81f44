/**
 * Deployed stage of a REST API. The path of a request in it:
 * stage -> route -> authorization -> throttle -> size -> integration.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-basic-concept.html
 */
import type { ReachedApi } from "./answered-request";
import { gatewayResponse, mockResponse, plainForbidden } from "./gateway-responses";
import { callLambda, type LambdaIntegrationOptions } from "./lambda-integration";
import type { GatewayRequest, GatewayResponse } from "./proxy-event";
import type { LambdaIntegration, MockIntegration, RestApi, Route } from "./rest-api";
import { TokenBucket } from "./token-bucket";

export interface StageOptions extends LambdaIntegrationOptions {
  /** Clock in milliseconds; default Date.now. */
  readonly now?: () => number;
}

/** A response, and how far its request came; without `api` it is AWS's own, before any API. */
export interface StageResponse {
  readonly response: GatewayResponse;
  readonly api?: ReachedApi;
}

/** A request that is in the stage. */
interface StagedRequest {
  readonly request: GatewayRequest;
  readonly domainName: string;
  /** Path without the stage. */
  readonly path: string;
  readonly reached: ReachedApi;
}

export class Stage {
  private readonly buckets = new Map<Route, TokenBucket>();

  constructor(
    private readonly api: RestApi,
    private readonly options: StageOptions,
  ) {}

  /** @param domainName name under which the request reached the API. */
  async respond(request: GatewayRequest, domainName: string): Promise<StageResponse> {
    const { api } = this;
    const { message, body } = request;
    // Split manually: URL would take "//x" for a host and resolve "..".
    const [pathname = ""] = (message.url ?? "/").split("?");
    const [, stage = "", ...rest] = pathname.split("/");
    // Not the API's: without a stage AWS does not know the API.
    if (stage !== api.stage) return { response: plainForbidden("Forbidden") };
    const path = `/${rest.join("/").replace(/^\/+/, "")}`;
    const route = api.match(message.method ?? "GET", path);
    const resource = route?.resource;
    const reached: ReachedApi = { name: api.name, stage, resource, integrationMs: undefined };
    const staged: StagedRequest = { request, domainName, path, reached };

    if (route === undefined || (route.needsSignature && !isSigned(message.headers.authorization))) {
      return this.refuse(staged, "MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
    }
    if (!this.takeToken(route)) {
      return this.refuse(staged, "THROTTLED", "Too Many Requests");
    }
    if (body === undefined) return this.refuse(staged, "REQUEST_TOO_LARGE", "Request Too Long");
    const { integration } = route;
    if (integration.type === "mock") return this.mock(staged, integration);
    return this.invoke(staged, body, { ...route, integration });
  }

  /** The stage's limits are those of each of its methods: preflights take nothing from the calls. */
  private takeToken(route: Route): boolean {
    const { throttle } = this.api;
    if (throttle === undefined) return true;
    const bucket =
      this.buckets.get(route) ?? new TokenBucket(throttle.rate, throttle.burst, this.options.now);
    this.buckets.set(route, bucket);
    return bucket.take();
  }

  private refuse({ request, reached }: StagedRequest, type: string, text: string): StageResponse {
    const { requestId } = request;
    return {
      response: gatewayResponse(this.api, type, { message: text, requestId }),
      api: reached,
    };
  }

  private mock(staged: StagedRequest, integration: MockIntegration): StageResponse {
    const mediaType = staged.request.message.headers["content-type"] ?? "application/json";
    const response = mockResponse(integration, mediaType);
    if (response !== undefined) return { response, api: staged.reached };
    return this.refuse(staged, "UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type");
  }

  private async invoke(
    staged: StagedRequest,
    body: Buffer,
    route: Route & { readonly integration: LambdaIntegration },
  ): Promise<StageResponse> {
    const { request, domainName, path, reached } = staged;
    const { api, options } = this;
    const target = { api, route, path, domainName };
    const outcome = await callLambda(route.integration, { ...request, body }, target, options);
    switch (outcome.kind) {
      case "too-large":
        return this.refuse(staged, "REQUEST_TOO_LARGE", "Request Too Long");
      case "timeout":
        return this.refuse(staged, "INTEGRATION_TIMEOUT", "Endpoint request timed out");
      // Never 429, which is the gateway's own: https://stackoverflow.com/q/36363280
      case "throttled":
        return this.refuse(staged, "INTEGRATION_FAILURE", "Internal server error");
      case "ended": {
        const response =
          outcome.response ?? gatewayResponse(api, "DEFAULT_5XX", badGateway(request.requestId));
        return { response, api: { ...reached, integrationMs: outcome.milliseconds } };
      }
    }
  }
}

/** What AWS responds, in its words, when a function fails or does not return a proxy result. */
function badGateway(requestId: string): { message: string; requestId: string; status: number } {
  return { message: "Internal server error", requestId, status: 502 };
}

/** Only whether there is a signature: nobody here could verify it. */
function isSigned(authorization: string | undefined): boolean {
  return authorization?.startsWith("AWS4-HMAC-SHA256 ") ?? false;
}
