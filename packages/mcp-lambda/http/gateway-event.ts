/**
 * API Gateway proxy events: the one boundary between them and everything behind it.
 *
 * Entry of the data path: event -> HttpRequest, and at its end HttpResponse -> result.
 * Nothing else in this package but caller.ts and headers.ts knows the shape of an event.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { wellFormedJson } from "../protocol/well-formed";
import type { Caller, CallerReader, UnknownCaller } from "./caller";
import { type Headers, readHeaders } from "./headers";

export interface HttpRequest {
  readonly method: string;
  readonly headers: Headers;
  readonly caller: Caller | UnknownCaller;
  /** The decoded body, "" when there is none. */
  readonly body: string;
  /** Size of the decoded body in bytes. */
  readonly bodyBytes: number;
  /** The name under which API Gateway was reached; undefined where it does not say. */
  readonly domainName: string | undefined;
  /** API Gateway's id of it, which the caller has too (x-amzn-requestid); undefined where it gave none. */
  readonly gatewayRequestId?: string | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Codes of the JSON-RPC errors in the body, for the metrics. */
  readonly errorCodes?: readonly number[];
  /** Bytes that were sent, where there were more than those of the body. */
  readonly bodyBytes?: number;
}

/** Reads an event of the REST API's Lambda proxy integration; consoles and emulators leave parts out. */
export function readEvent(
  event: Partial<APIGatewayProxyEvent>,
  readCaller: CallerReader,
): HttpRequest {
  // Bodies arrive in base64: the API declares every media type as binary.
  const body = Buffer.from(event.body ?? "", event.isBase64Encoded ? "base64" : "utf8");
  return {
    method: event.httpMethod ?? "",
    headers: readHeaders(event),
    caller: readCaller(event),
    body: withoutByteOrderMark(body.toString("utf8")),
    bodyBytes: body.length,
    domainName: event.requestContext?.domainName,
    gatewayRequestId: readId(event.requestContext?.requestId),
  };
}

/** Writes the result that API Gateway turns into the HTTP response. */
export function toResult({ status, headers, body }: HttpResponse): APIGatewayProxyResult {
  const text = wellFormedJson(body);
  return { statusCode: status, headers: { ...headers }, body: text, isBase64Encoded: false };
}

/**
 * A UUID, unless the caller has overridden it.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 */
const REQUEST_ID = /^[\w=-]{1,64}$/;

function readId(id: unknown): string | undefined {
  return typeof id === "string" && REQUEST_ID.test(id) ? id : undefined;
}

/** JSON.parse refuses it; some clients' editors and libraries send it. */
function withoutByteOrderMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}
