/** A declared REST API, as small as a test needs it, and requests to its stage. */
import type { IncomingMessage } from "node:http";
import type { GatewayRequest } from "../../api-gateway/proxy-event";
import { readRestApi } from "../../api-gateway/rest-api";
import { Stage, type StageOptions, type StageResponse } from "../../api-gateway/stage";
import type { InvocationResult } from "../../lambda/environment";
import type { DeclaredProgram, DeclaredResource } from "../../program/declared";

export const EXECUTION_ARN = "arn:aws:execute-api:eu-west-1:000000000000:api";
export const FUNCTION_ARN = functionArn("f:live");
export const AUTHORIZER_ARN = functionArn("authorizer:live");
export const ANY = "x-amazon-apigateway-any-method";

export const mock = {
  "x-amazon-apigateway-integration": {
    type: "mock",
    passthroughBehavior: "never",
    requestTemplates: { "application/json": '{"statusCode":405}' },
    responses: { default: { statusCode: "405" } },
  },
};
export const toFunction = {
  "x-amazon-apigateway-integration": { type: "aws_proxy", uri: invocationUri(FUNCTION_ARN) },
};

/** Permissions for all that these tests declare. */
export const PERMISSIONS: readonly DeclaredResource[] = [
  resource("aws:lambda/permission:Permission", {
    function: "f",
    qualifier: "live",
    sourceArn: `${EXECUTION_ARN}/dev/*`,
  }),
  resource("aws:lambda/permission:Permission", {
    function: "authorizer",
    qualifier: "live",
    sourceArn: `${EXECUTION_ARN}/authorizers/*`,
  }),
];

export function functionArn(name: string): string {
  return `arn:aws:lambda:eu-west-1:000000000000:function:${name}`;
}

export function invocationUri(arn: string): string {
  return `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${arn}/invocations`;
}

/** securityDefinitions with the authorizer `jwt`. */
export function authorizerDefinition(extension: object = {}): object {
  return {
    jwt: {
      type: "apiKey",
      name: "Authorization",
      in: "header",
      "x-amazon-apigateway-authtype": "custom",
      "x-amazon-apigateway-authorizer": {
        type: "request",
        authorizerUri: invocationUri(AUTHORIZER_ARN),
        identitySource: "method.request.header.Authorization",
        ...extension,
      },
    },
  };
}

export function resource(
  type: string,
  inputs: object,
  outputs: object = {},
  name = type,
): DeclaredResource {
  return {
    type,
    name,
    custom: true,
    inputs: inputs as Record<string, unknown>,
    outputs: { ...inputs, ...outputs },
  };
}

/** @param document parts of the API's OpenAPI body. */
export function declaredApi(
  document: object,
  more: readonly DeclaredResource[] = PERMISSIONS,
  outputs: Readonly<Record<string, unknown>> = {},
): DeclaredProgram {
  const api = resource(
    "aws:apigateway/restApi:RestApi",
    { name: "API", body: JSON.stringify({ paths: {}, ...document }) },
    { id: "api", executionArn: EXECUTION_ARN },
  );
  const stage = resource("aws:apigateway/stage:Stage", { stageName: "dev" });
  return { resources: [api, stage, ...more], outputs };
}

/** The stage of a declared program, with the answers of its functions by their ARN. */
export function stageOf(
  program: DeclaredProgram,
  functions: Readonly<Record<string, (event: unknown) => InvocationResult>>,
  options: Partial<StageOptions> = {},
): Stage {
  return new Stage(readRestApi(program), {
    invoke: async (arn, event) => {
      const invoked = functions[arn];
      if (invoked === undefined) throw new Error(`${arn} is not to be invoked`);
      return Promise.resolve(invoked(event));
    },
    ...options,
  });
}

export function result(value: unknown): InvocationResult {
  return { kind: "result", payload: JSON.stringify(value) };
}

export function thrown(errorMessage: string): InvocationResult {
  return { kind: "error", error: { errorType: "Error", errorMessage, trace: [] } };
}

export function request(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>> = {},
): GatewayRequest {
  const lowerCased = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
  const message: unknown = {
    method,
    url,
    headers: Object.fromEntries(lowerCased) as object,
    rawHeaders: Object.entries(headers).flat(),
    socket: {},
  };
  return { message: message as IncomingMessage, body: Buffer.alloc(0), requestId: "r-1" };
}

/** Sends a request to a stage. */
export async function send(
  stage: Stage,
  method: string,
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<StageResponse["response"]> {
  return (await stage.respond(request(method, url, headers), "localhost")).response;
}
