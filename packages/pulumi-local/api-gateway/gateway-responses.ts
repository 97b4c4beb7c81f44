/** Responses that API Gateway makes without a function: gateway responses and mock integrations. */
import type { MockIntegration, RestApi } from "./rest-api";
import type { GatewayResponse } from "./proxy-event";
import { UserError } from "../user-error";
import { TEMPLATE_VARIABLE } from "./unknown-mappings";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
const DEFAULT_STATUS: Readonly<Record<string, number>> = {
  INTEGRATION_FAILURE: 504,
  INTEGRATION_TIMEOUT: 504,
  MISSING_AUTHENTICATION_TOKEN: 403,
  REQUEST_TOO_LARGE: 413,
  THROTTLED: 429,
  UNSUPPORTED_MEDIA_TYPE: 415,
};

export interface GatewayError {
  /** AWS's own words; a template may put them elsewhere. */
  readonly message: string;
  readonly requestId: string;
  /** The status where the type itself has none. */
  readonly status?: number;
}

/** The declared response of a type, else that of its class, else AWS's own. */
export function gatewayResponse(api: RestApi, type: string, error: GatewayError): GatewayResponse {
  const fallback = error.status ?? DEFAULT_STATUS[type] ?? 500;
  const own = api.gatewayResponses[type];
  const ofClass = api.gatewayResponses[fallback >= 500 ? "DEFAULT_5XX" : "DEFAULT_4XX"];
  const declared = own ?? ofClass;
  const template = declared?.responseTemplates?.["application/json"];
  const body = (template ?? '{"message":$context.error.messageString}').replace(
    TEMPLATE_VARIABLE,
    (variable) => variableValue(variable, error),
  );
  return {
    status: declared?.statusCode ?? fallback,
    headers: {
      "content-type": "application/json",
      ...literalHeaders(declared?.responseParameters, "gatewayresponse.header."),
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
      ...literalHeaders(chosen.responseParameters, "method.response.header."),
    },
    body: Buffer.from(chosen.responseTemplates?.["application/json"] ?? ""),
  };
}

/** A response of AWS itself, which no API can change. */
export function plainForbidden(message: string): GatewayResponse {
  const headers = { "content-type": "application/json", "x-amzn-errortype": "ForbiddenException" };
  return { status: 403, headers, body: Buffer.from(JSON.stringify({ message })) };
}

function variableValue(variable: string, { message, requestId }: GatewayError): string {
  if (variable === "$context.requestId") return requestId;
  return variable === "$context.error.messageString" ? JSON.stringify(message) : message;
}

/** Headers given as quoted text: {"<prefix>Allow": "'POST'"}; the API's reader refuses any other. */
function literalHeaders(
  parameters: Readonly<Record<string, string>> | undefined,
  prefix: string,
): Record<string, string> {
  const literals = Object.entries(parameters ?? {}).filter(([key]) => key.startsWith(prefix));
  return Object.fromEntries(
    literals.map(([key, value]) => [key.slice(prefix.length), value.slice(1, -1)]),
  );
}
