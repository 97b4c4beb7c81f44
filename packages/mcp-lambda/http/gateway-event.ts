/**
 * API Gateway proxy events: the one boundary between them and everything behind it.
 *
 * Entry of the data path: event -> HttpRequest, and at its end HttpResponse -> result.
 * Nothing else in this package but caller.ts knows the shape of an event. Headers with secrets end here.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { wellFormedJson } from "../protocol/well-formed";
import type { Caller, CallerReader, UnknownCaller } from "./caller";

export interface HttpRequest {
  readonly method: string;
  /** One value a header, names in lower case; others of its name are joined as RFC 9110 section 5.3 says. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly caller: Caller | UnknownCaller;
  /** The decoded body, "" when there is none. */
  readonly body: string;
  /** Size of the decoded body in bytes. */
  readonly bodyBytes: number;
  /** The name under which API Gateway was reached; undefined where it does not say. */
  readonly domainName: string | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Codes of the JSON-RPC errors in the body, for the metrics. */
  readonly errorCodes?: readonly number[];
}

/** Credentials, which API Gateway has checked: behind it nothing may log them or pass them on. */
const SECRET_HEADERS: ReadonlySet<string> = new Set([
  "authorization",
  "cookie",
  "proxy-authorization",
  "x-amz-security-token",
  "x-api-key",
]);

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
  };
}

/** Writes the result that API Gateway turns into the HTTP response. */
export function toResult({ status, headers, body }: HttpResponse): APIGatewayProxyResult {
  const text = wellFormedJson(body);
  return { statusCode: status, headers: { ...headers }, body: text, isBase64Encoded: false };
}

/** JSON.parse refuses it; some clients' editors and libraries send it. */
function withoutByteOrderMark(text: string): string {
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/** A header without a value counts as not sent, and so does one with a secret. */
function readHeaders(event: Partial<APIGatewayProxyEvent>): HttpRequest["headers"] {
  const single = event.headers ?? {};
  const multiple = event.multiValueHeaders ?? {};
  // Without a prototype, so that a header called __proto__ is a header like any other.
  const headers = Object.create(null) as Record<string, string>;
  for (const name of Object.keys(single)) {
    const value = single[name];
    const key = name.toLowerCase();
    if (value === undefined || value === "" || SECRET_HEADERS.has(key)) continue;
    headers[key] = value;
  }
  const read = new Set<string>();
  for (const name of Object.keys(multiple)) {
    const key = name.toLowerCase();
    if (SECRET_HEADERS.has(key)) continue;
    // Of a name in another case, too: the last of two origins must not stand for both.
    const before = read.has(key) ? [headers[key] ?? ""] : [];
    read.add(key);
    const value = joined([...before, ...(multiple[name] ?? [])]);
    if (value !== "") headers[key] = value;
  }
  return headers;
}

/** One value that is sent twice, as proxies do it, is one. */
function joined(values: readonly string[]): string {
  if (values.length < 2) return values[0] ?? "";
  return [...new Set(values)].filter((value) => value !== "").join(", ");
}
