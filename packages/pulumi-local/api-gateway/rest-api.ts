/**
 * REST API, as declared (the OpenAPI body of aws:apigateway/restApi:RestApi, its stage, throttling
 * and permissions), read into routes. What the local gateway cannot serve is refused here,
 * by name, before anything listens to requests.
 */
import {
  type DeclaredProgram,
  type DeclaredResource,
  inputText,
  ofType,
} from "../program/declared";
import { UserError } from "../user-error";
import { findResource, type Resource } from "./resources";
import { refuseUnknownGatewayResponse, refuseUnknownMock } from "./unknown-mappings";

export interface MockIntegration {
  readonly type: "mock";
  readonly passthroughBehavior?: string;
  readonly requestTemplates?: Readonly<Record<string, string>>;
  /** Keyed by a pattern over the status, or "default". */
  readonly responses?: Readonly<Record<string, MockIntegrationResponse>>;
}

export interface MockIntegrationResponse {
  readonly statusCode: string;
  readonly responseTemplates?: Readonly<Record<string, string>>;
  readonly responseParameters?: Readonly<Record<string, string>>;
}

export interface LambdaIntegration {
  readonly type: "aws_proxy";
  /** ARN of the function or alias. */
  readonly functionArn: string;
}

export interface Route {
  /** As declared, for example "/{proxy+}". */
  readonly resource: string;
  /** As declared; ANY for the methods that the resource does not name. */
  readonly method: string;
  readonly needsSignature: boolean;
  readonly integration: MockIntegration | LambdaIntegration;
}

export interface DeclaredGatewayResponse {
  readonly statusCode?: number;
  readonly responseTemplates?: Readonly<Record<string, string>>;
  readonly responseParameters?: Readonly<Record<string, string>>;
}

export interface RestApi {
  readonly id: string;
  readonly name: string;
  readonly stage: string;
  readonly throttle: { readonly rate: number; readonly burst: number } | undefined;
  readonly gatewayResponses: Readonly<Record<string, DeclaredGatewayResponse | undefined>>;
  /** The route for a request, the path without the stage. */
  readonly match: (method: string, path: string) => Route | undefined;
}

interface RoutedResource extends Resource {
  readonly route: (method: string) => Route | undefined;
}

interface Operation {
  readonly "x-amazon-apigateway-auth"?: { readonly type: string };
  readonly "x-amazon-apigateway-integration": Omit<MockIntegration, "type"> & {
    readonly type: string;
    readonly uri?: string;
  };
}

interface Body {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly "x-amazon-apigateway-gateway-responses"?: RestApi["gatewayResponses"];
}

const ANY = "x-amazon-apigateway-any-method";

/** @throws UserError when the program declares no API, or one that cannot be served here. */
export function readRestApi(program: DeclaredProgram): RestApi {
  const api = single(program, "aws:apigateway/restApi:RestApi");
  const stage = single(program, "aws:apigateway/stage:Stage");
  const body = JSON.parse(String(api.inputs["body"])) as Body;
  const id = String(api.outputs["id"]);
  const stageName = String(stage.inputs["stageName"]);

  const gatewayResponses = body["x-amazon-apigateway-gateway-responses"] ?? {};
  for (const [type, response] of Object.entries(gatewayResponses)) {
    if (response !== undefined) refuseUnknownGatewayResponse(type, response);
  }
  const resources: RoutedResource[] = [];
  for (const [resource, operations] of Object.entries(body.paths)) {
    const byMethod = new Map<string, Route>();
    for (const [key, operation] of Object.entries(operations)) {
      const method = key === ANY ? "ANY" : key.toUpperCase();
      const source = `${String(api.outputs["executionArn"])}/${stageName}/${method === "ANY" ? "*" : method}${resource}`;
      byMethod.set(method, readRoute({ resource, method }, operation, { program, source }));
    }
    const route = (method: string): Route | undefined =>
      byMethod.get(method) ?? byMethod.get("ANY");
    resources.push({ path: resource, route, serves: (method) => route(method) !== undefined });
  }
  return {
    id,
    name: inputText(api, "name", id),
    stage: stageName,
    throttle: readThrottle(program),
    gatewayResponses,
    match: (method, path) => findResource(resources, method, path)?.route(method),
  };
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

function readRoute(
  place: Pick<Route, "resource" | "method">,
  operation: Operation,
  { program, source }: { readonly program: DeclaredProgram; readonly source: string },
): Route {
  const integration = operation["x-amazon-apigateway-integration"];
  const auth = operation["x-amazon-apigateway-auth"]?.type ?? "NONE";
  if (auth !== "NONE" && auth !== "AWS_IAM") {
    throw new UserError(`The local gateway knows authorization NONE and AWS_IAM, not ${auth}.`);
  }
  const needsSignature = auth === "AWS_IAM";
  if (integration.type === "mock") {
    const mock = { ...integration, type: "mock" } as const;
    refuseUnknownMock(`${place.method} ${place.resource}`, mock);
    return { ...place, needsSignature, integration: mock };
  }
  if (integration.type !== "aws_proxy") {
    throw new UserError(
      `The local gateway serves aws_proxy and mock integrations; ${place.resource} has ${integration.type}.`,
    );
  }
  const functionArn = /\/functions\/(.+)\/invocations$/.exec(integration.uri ?? "")?.[1] ?? "";
  requirePermission(program, functionArn, source);
  return { ...place, needsSignature, integration: { type: "aws_proxy", functionArn } };
}

/** Without a permission AWS responds 500 to every request; here it is reported at once. */
function requirePermission(program: DeclaredProgram, functionArn: string, source: string): void {
  const allowed = ofType(program, "aws:lambda/permission:Permission").some((permission) => {
    const name = [inputText(permission, "function"), inputText(permission, "qualifier")];
    const pattern = inputText(permission, "sourceArn", "*")
      .split("*")
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"))
      .join(".*");
    return (
      functionArn.endsWith(`:function:${name.filter((part) => part !== "").join(":")}`) &&
      new RegExp(`^${pattern}$`).test(source)
    );
  });
  if (!allowed) {
    throw new UserError(
      `No aws.lambda.Permission lets API Gateway invoke ${functionArn} for ${source}.`,
    );
  }
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
