/** Responses that API Gateway makes without a function: gateway responses and mock integrations. */
import { UserError } from "../user-error";
import { headerValues } from "./http-headers";
import type { MockIntegration } from "./integrations";
import type { GatewayRequest } from "./proxy-event";
import type { GatewayResponse } from "./proxy-result";
import type { Refusal } from "./refusal";
import type { RestApi } from "./rest-api";
import { TEMPLATE_VARIABLE } from "./unknown-mappings";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
const DEFAULT_STATUS: Readonly<Record<string, number>> = {
  ACCESS_DENIED: 403,
  AUTHORIZER_CONFIGURATION_ERROR: 500,
  AUTHORIZER_FAILURE: 500,
  INTEGRATION_FAILURE: 504,
  INTEGRATION_TIMEOUT: 504,
  INVALID_API_KEY: 403,
  INVALID_SIGNATURE: 403,
  MISSING_AUTHENTICATION_TOKEN: 403,
  QUOTA_EXCEEDED: 429,
  REQUEST_TOO_LARGE: 413,
  THROTTLED: 429,
  UNAUTHORIZED: 401,
  UNSUPPORTED_MEDIA_TYPE: 415,
};

/** The declared response of a refusal's type, else that of its class, else AWS's own. */
export function gatewayResponse(
  api: RestApi,
  refusal: Refusal,
  request: Pick<GatewayRequest, "message" | "requestId">,
): GatewayResponse {
  const { type } = refusal;
  const fallback = refusal.status ?? DEFAULT_STATUS[type] ?? 500;
  const own = api.gatewayResponses[type];
  const ofClass = api.gatewayResponses[fallback >= 500 ? "DEFAULT_5XX" : "DEFAULT_4XX"];
  const declared = own ?? ofClass;
  const template = declared?.responseTemplates?.["application/json"];
  const body = (template ?? '{"message":$context.error.messageString}').replace(
    TEMPLATE_VARIABLE,
    (_, variable: string) => variableValue(variable, refusal, request.requestId),
  );
  return {
    status: declared?.statusCode ?? fallback,
    headers: {
      "content-type": "application/json",
      ...mappedHeaders(declared?.responseParameters, "gatewayresponse.header.", request),
    },
    body: Buffer.from(body),
  };
}

/** Runs a mock integration; undefined when it does not take the media type. */
export function mockResponse(
  { requestTemplates = {}, responses = {} }: MockIntegration,
  contentType: string,
): GatewayResponse | undefined {
  const mediaType = contentType.split(";")[0]?.trim().toLowerCase() ?? "";
  const template = requestTemplates[mediaType];
  if (template === undefined) return undefined;
  const status = String((JSON.parse(template) as { statusCode: number }).statusCode);
  const chosen =
    Object.entries(responses).find(
      ([pattern]) => pattern !== "default" && new RegExp(`^(?:${pattern})$`).test(status),
    )?.[1] ?? responses["default"];
  if (chosen === undefined) {
    throw new UserError(
      `The mock integration gives ${status}, which no integration response takes.`,
    );
  }
  return {
    status: Number(chosen.statusCode),
    headers: {
      "content-type": "application/json",
      ...mappedHeaders(chosen.responseParameters, "method.response.header."),
    },
    body: Buffer.from(chosen.responseTemplates?.["application/json"] ?? ""),
  };
}

/** A response of AWS itself, which no API can change. */
export function plainForbidden(message: string): GatewayResponse {
  const headers = { "content-type": "application/json", "x-amzn-errortype": "ForbiddenException" };
  return { status: 403, headers, body: Buffer.from(JSON.stringify({ message })) };
}

/** As above; its words are AWS's, its status is not known: nothing documents it. */
export function plainTooManyHeaders(limit: number): GatewayResponse {
  const headers = { "content-type": "application/json" };
  const message = `HTTP header is larger than ${limit} bytes.`;
  return { status: 400, headers, body: Buffer.from(JSON.stringify({ message })) };
}

/** @param variable without "$context."; what the authorizer has not said is nothing. */
function variableValue(variable: string, refusal: Refusal, requestId: string): string {
  const { message, authorizer = {} } = refusal;
  switch (variable) {
    case "requestId":
      return requestId;
    case "error.messageString":
      return JSON.stringify(message);
    case "error.message":
      return message ?? "";
    default:
      return String(authorizer[variable.replace("authorizer.", "")] ?? "");
  }
}

/**
 * Headers from quoted text, and in gateway responses from the request; the API's reader refuses any
 * other source. One that has no value is left out.
 */
function mappedHeaders(
  parameters: Readonly<Record<string, string>> | undefined,
  prefix: string,
  request?: Pick<GatewayRequest, "message" | "requestId">,
): Record<string, string> {
  const mapped = Object.entries(parameters ?? {}).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(
    mapped.flatMap(([key, source]) => {
      const value = source.startsWith("'") ? source.slice(1, -1) : request && sent(source, request);
      return value === undefined ? [] : [[key.slice(prefix.length), value] as const];
    }),
  );
}

function sent(
  source: string,
  { message, requestId }: Pick<GatewayRequest, "message" | "requestId">,
): string | undefined {
  if (source === "context.requestId") return requestId;
  return headerValues(message, source.replace("method.request.header.", "")).at(-1);
}
