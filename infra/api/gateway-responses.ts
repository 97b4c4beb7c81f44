/**
 * What API Gateway answers to requests that never reach an integration, or whose integration
 * failed, in the shape of JSON-RPC errors.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html
 */
import type { AllSettings } from "../settings";
import { corsHeaders } from "./cors-headers";
import { mcpEndpoint, type PathsArgs } from "./paths";
import { type GatewayAnswer, type RefusalArgs, refusals, RETRY } from "./refusals";

export type GatewayResponsesArgs = RefusalArgs &
  Pick<AllSettings, "stage" | "allowedOrigins"> &
  Pick<PathsArgs, "url">;

/** Responses of every type: each with its own status, and the defaults of both classes. */
export function gatewayResponses(args: GatewayResponsesArgs): Readonly<Record<string, object>> {
  const cors = corsHeaders(args.allowedOrigins);
  const responses = Object.entries(answers(args)).map(([type, answer]) => [
    type,
    gatewayResponse(type, { ...answer, headers: { ...answer.headers, ...cors } }),
  ]);
  return Object.fromEntries(responses) as Readonly<Record<string, object>>;
}

function answers(args: GatewayResponsesArgs): Readonly<Record<string, GatewayAnswer>> {
  const endpoint = mcpEndpoint(args);
  const notFound = { status: 404, message: `Not found: ${endpoint}` };
  return {
    ...refusals(args, notFound),
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
    BAD_REQUEST_BODY: { status: 400 },
    BAD_REQUEST_PARAMETERS: { status: 400 },
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
    REQUEST_TOO_LARGE: { status: 413 },
    RESOURCE_NOT_FOUND: notFound,
    THROTTLED: {
      status: 429,
      message: "Too many requests. Try again in a second.",
      headers: RETRY,
    },
    // Of mock routes alone, and one for all of them: POST /mcp hands every type to the function.
    UNSUPPORTED_MEDIA_TYPE: {
      status: 405,
      message: `Method not allowed here: ${endpoint}`,
      headers: { Allow: "POST" },
    },
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
