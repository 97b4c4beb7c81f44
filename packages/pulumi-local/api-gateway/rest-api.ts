/**
 * REST API, as declared (the OpenAPI body of aws:apigateway/restApi:RestApi, its stage, throttling,
 * keys and permissions), read into routes. What the local gateway cannot serve is refused here,
 * by name, before anything listens to requests.
 */
import {
  type DeclaredProgram,
  type DeclaredResource,
  inputText,
  ofType,
} from "../program/declared";
import { UserError } from "../user-error";
import { findResource } from "./resources";
import { type DeclaredPaths, readRoutes, type Route } from "./routes";
import type { ThrottleLimits } from "./token-bucket";
import { refuseUnknownGatewayResponse } from "./unknown-mappings";
import { readUsageKeys, type UsageKey } from "./usage-keys";

export interface DeclaredGatewayResponse {
  readonly statusCode?: number;
  readonly responseTemplates?: Readonly<Record<string, string>>;
  readonly responseParameters?: Readonly<Record<string, string>>;
}

export interface RestApi {
  readonly id: string;
  readonly name: string;
  /** ARNs of its methods begin with it, followed by "/<stage>/<method>/<path>". */
  readonly executionArn: string;
  readonly stage: string;
  /** Whether paths without the stage are served too, as on a custom domain. */
  readonly servesRoot: boolean;
  readonly throttle: ThrottleLimits | undefined;
  readonly usageKeys: readonly UsageKey[];
  readonly gatewayResponses: Readonly<Record<string, DeclaredGatewayResponse | undefined>>;
  /** The route for a request, the path without the stage. */
  readonly match: (method: string, path: string) => Route | undefined;
}

interface Body extends DeclaredPaths {
  readonly "x-amazon-apigateway-gateway-responses"?: RestApi["gatewayResponses"];
}

/** @throws UserError when the program declares no API, or one that cannot be served here. */
export function readRestApi(program: DeclaredProgram): RestApi {
  const api = single(program, "aws:apigateway/restApi:RestApi");
  const stage = String(single(program, "aws:apigateway/stage:Stage").inputs["stageName"]);
  const body = JSON.parse(String(api.inputs["body"])) as Body;
  const id = String(api.outputs["id"]);
  const executionArn = String(api.outputs["executionArn"]);

  const gatewayResponses = body["x-amazon-apigateway-gateway-responses"] ?? {};
  for (const [type, response] of Object.entries(gatewayResponses)) {
    if (response !== undefined) refuseUnknownGatewayResponse(type, response);
  }
  const resources = readRoutes(body, program, { executionArn, stage });
  return {
    id,
    name: inputText(api, "name", id),
    executionArn,
    stage,
    servesRoot: isReachedAtRoot(program, stage),
    throttle: readThrottle(program),
    usageKeys: readUsageKeys(program, { apiId: id, stage }),
    gatewayResponses,
    match: (method, path) => findResource(resources, method, path)?.route(method),
  };
}

/** Whether it has a domain, or its stack output `endpoint` is not under the stage. */
function isReachedAtRoot(program: DeclaredProgram, stage: string): boolean {
  if (ofType(program, "aws:apigateway/domainName:DomainName").length > 0) return true;
  const { endpoint } = program.outputs;
  if (typeof endpoint !== "string" || !URL.canParse(endpoint)) return false;
  return !new URL(endpoint).pathname.startsWith(`/${stage}/`);
}

function single(program: DeclaredProgram, type: string): DeclaredResource {
  const [resource, ...others] = ofType(program, type);
  if (resource === undefined || others.length > 0) {
    throw new UserError(
      `The local run serves a program with exactly one ${type}; this one declares ${others.length + (resource === undefined ? 0 : 1)}.`,
    );
  }
  return resource;
}

function readThrottle(program: DeclaredProgram): RestApi["throttle"] {
  const all = ofType(program, "aws:apigateway/methodSettings:MethodSettings");
  const settings = all.find(({ inputs }) => inputs["methodPath"] === "*/*")?.inputs["settings"];
  const { throttlingRateLimit: rate, throttlingBurstLimit: burst } = (settings ?? {}) as {
    throttlingRateLimit?: number;
    throttlingBurstLimit?: number;
  };
  return rate === undefined || burst === undefined ? undefined : { rate, burst };
}
