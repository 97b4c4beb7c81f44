/**
 * What API Gateway answers to requests that never reach an integration, or whose integration
 * failed, in the shape of JSON-RPC errors.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
import type { APIArgs } from "@pulumi/awsx/classic/apigateway";
import { corsHeaders } from "./cors-headers";
import type { AllSettings } from "../settings";

type GatewayResponses = NonNullable<APIArgs["gatewayResponses"]>;

export type GatewayResponsesArgs = Pick<AllSettings, "auth" | "stage" | "allowedOrigins">;

interface GatewayAnswer {
  /** Of the defaults of a class alone: a status there would replace that of every type in it. */
  readonly status?: number;
  /** In place of AWS's own, where that one would mislead. No "$": the text goes through a template. */
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Where the same request may do better a moment later. */
const RETRY = { "Retry-After": "1" };

/** Responses of every type: each with its own status, and the defaults of both classes. */
export function gatewayResponses(args: GatewayResponsesArgs): GatewayResponses {
  const cors = corsHeaders(args.allowedOrigins);
  const responses = Object.entries(answers(args)).map(([type, answer]) => [
    type,
    gatewayResponse(type, { ...answer, headers: { ...answer.headers, ...cors } }),
  ]);
  return Object.fromEntries(responses) as GatewayResponses;
}

function answers({ auth, stage }: GatewayResponsesArgs): Readonly<Record<string, GatewayAnswer>> {
  const endpoint = `the MCP endpoint is POST /${stage}/mcp.`;
  return {
    ACCESS_DENIED: { status: 403 },
    // This one, the next two and INTEGRATION_FAILURE are also what AWS makes of Lambda's 429.
    API_CONFIGURATION_ERROR: {
      status: 500,
      message:
        "The server could not take the request: too many run at once, or it is not set up right. Try again in a second.",
      headers: RETRY,
    },
    DEFAULT_5XX: {
      message:
        "Internal server error: the server failed, or too many requests run at once. Try again in a second.",
      headers: RETRY,
    },
    DEFAULT_4XX: {},
    AUTHORIZER_CONFIGURATION_ERROR: { status: 500 },
    AUTHORIZER_FAILURE: { status: 500 },
    BAD_REQUEST_BODY: { status: 400 },
    BAD_REQUEST_PARAMETERS: { status: 400 },
    EXPIRED_TOKEN: { status: 403 },
    INTEGRATION_FAILURE: {
      status: 504,
      message:
        "The server could not take the request: too many run at once, or it is out of reach. Try again in a second.",
      headers: RETRY,
    },
    INTEGRATION_TIMEOUT: {
      status: 504,
      message: "The server did not answer in time. Try again.",
      headers: RETRY,
    },
    INVALID_API_KEY: { status: 403 },
    INVALID_SIGNATURE: { status: 403 },
    // AWS has one type for what is not signed and for what is not there.
    MISSING_AUTHENTICATION_TOKEN:
      auth === "iam"
        ? {
            status: 403,
            message:
              "The request is not signed. Sign it with AWS Signature Version 4 for the service execute-api, with credentials that may execute-api:Invoke.",
          }
        : { status: 404, message: `Not found: ${endpoint}` },
    QUOTA_EXCEEDED: { status: 429, headers: RETRY },
    REQUEST_TOO_LARGE: { status: 413 },
    RESOURCE_NOT_FOUND: { status: 404, message: `Not found: ${endpoint}` },
    THROTTLED: {
      status: 429,
      message: "Too many requests. Try again in a second.",
      headers: RETRY,
    },
    UNAUTHORIZED: { status: 401 },
    // Of mock routes alone, and one for all of them: POST /mcp hands every type to the function.
    UNSUPPORTED_MEDIA_TYPE: {
      status: 405,
      message: `Method not allowed here: ${endpoint}`,
      headers: { Allow: "POST" },
    },
    WAF_FILTERED: { status: 403 },
  };
}

function gatewayResponse(type: string, { status, message, headers = {} }: GatewayAnswer): object {
  // API Gateway's own message arrives quoted.
  const quoted = message === undefined ? "$context.error.messageString" : JSON.stringify(message);
  const code = type === "DEFAULT_5XX" || (status ?? 400) >= 500 ? -32603 : -32000;
  const body = `{"jsonrpc":"2.0","id":null,"error":{"code":${code},"message":${quoted},"data":{"requestId":"$context.requestId"}}}`;
  const parameters = Object.entries(headers).map(
    ([name, value]) => [`gatewayresponse.header.${name}`, `'${value}'`] as const,
  );
  return {
    ...(status !== undefined && { statusCode: status }),
    responseTemplates: { "application/json": body },
    ...(parameters.length > 0 && { responseParameters: Object.fromEntries(parameters) }),
  };
}
