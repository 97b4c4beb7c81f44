/**
 * What API Gateway answers by itself, in the shape of JSON-RPC errors: mock routes, and the
 * responses for requests that never reach an integration.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
import type { APIArgs } from "@pulumi/awsx/classic/apigateway";

type GatewayResponses = NonNullable<APIArgs["gatewayResponses"]>;

export interface MockAnswer {
  readonly status: number;
  /** Shown to a person. No "$" and no "#": the text goes through a template. */
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What browsers and curl send: anything else gets 415, whatever the path. */
const MEDIA_TYPES = [
  "application/json",
  "application/x-www-form-urlencoded",
  "application/octet-stream",
  "multipart/form-data",
  "text/plain",
];

/** A route that API Gateway answers itself. */
export function mockRoute({ status, message, headers = {} }: MockAnswer): object {
  const names = Object.keys(headers);
  const template = JSON.stringify({ statusCode: status });
  return {
    produces: ["application/json"],
    responses: {
      [status]: {
        description: message,
        headers: Object.fromEntries(names.map((name) => [name, { type: "string" }])),
      },
    },
    "x-amazon-apigateway-integration": {
      type: "mock",
      // The API declares every media type as binary; without this a mock answers 500.
      contentHandling: "CONVERT_TO_TEXT",
      passthroughBehavior: "never",
      requestTemplates: Object.fromEntries(MEDIA_TYPES.map((type) => [type, template])),
      responses: {
        default: {
          statusCode: String(status),
          responseTemplates: {
            "application/json": `{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":${JSON.stringify(message)}}}`,
          },
          responseParameters: Object.fromEntries(
            names.map((name) => [`method.response.header.${name}`, `'${headers[name]}'`]),
          ),
        },
      },
    },
  };
}

/** Status, and a message in place of AWS's own where that one would mislead. */
const ANSWERS: Readonly<Record<string, readonly [status: number, message?: string]>> = {
  ACCESS_DENIED: [403],
  API_CONFIGURATION_ERROR: [500],
  AUTHORIZER_CONFIGURATION_ERROR: [500],
  AUTHORIZER_FAILURE: [500],
  BAD_REQUEST_BODY: [400],
  BAD_REQUEST_PARAMETERS: [400],
  EXPIRED_TOKEN: [403],
  INTEGRATION_FAILURE: [504, "The server could not be reached. Try again."],
  INTEGRATION_TIMEOUT: [504, "The server did not answer in time. Try again."],
  INVALID_API_KEY: [403],
  INVALID_SIGNATURE: [403],
  MISSING_AUTHENTICATION_TOKEN: [
    403,
    "The request is not signed. Sign it with AWS Signature Version 4 for the service execute-api, with credentials that may execute-api:Invoke.",
  ],
  QUOTA_EXCEEDED: [429],
  REQUEST_TOO_LARGE: [413],
  RESOURCE_NOT_FOUND: [404],
  THROTTLED: [429, "Too many requests. Try again in a second."],
  UNAUTHORIZED: [401],
  UNSUPPORTED_MEDIA_TYPE: [415, "Content-Type must be application/json."],
  WAF_FILTERED: [403],
};

/** Responses of every type: each with its own status, and the defaults of both classes. */
export function gatewayResponses(): GatewayResponses {
  const responses = Object.entries(ANSWERS).map(([type, [status, message]]) => [
    type,
    {
      statusCode: status,
      ...jsonTemplate(status, message),
      ...(status === 429 && {
        responseParameters: { "gatewayresponse.header.Retry-After": "'1'" },
      }),
    },
  ]);
  // Without a status: one here would replace that of every type in the class.
  const defaults = { DEFAULT_4XX: jsonTemplate(400), DEFAULT_5XX: jsonTemplate(500) };
  return { ...Object.fromEntries(responses), ...defaults } as GatewayResponses;
}

function jsonTemplate(status: number, message?: string): { responseTemplates: object } {
  // API Gateway's own message arrives quoted.
  const quoted = message === undefined ? "$context.error.messageString" : JSON.stringify(message);
  const code = status >= 500 ? -32603 : -32000;
  const body = `{"jsonrpc":"2.0","id":null,"error":{"code":${code},"message":${quoted},"data":{"requestId":"$context.requestId"}}}`;
  return { responseTemplates: { "application/json": body } };
}
