/**
 * Cross-origin resource sharing (CORS, https://fetch.spec.whatwg.org/#http-cors-protocol): which
 * browser origins may call, and the headers that let them. None is allowed unless it is listed. A
 * request without an Origin is not a browser's cross-site request, and passes.
 */
import type { HttpRequest, HttpResponse } from "./gateway-event";

/** Headers that a page may send: the protocol's, those of tracing, and those of AWS signatures. */
const REQUEST_HEADERS = [
  "accept",
  "amz-sdk-invocation-id",
  "amz-sdk-request",
  "authorization",
  "baggage",
  "content-type",
  "last-event-id",
  "mcp-method",
  "mcp-name",
  "mcp-protocol-version",
  "mcp-session-id",
  "traceparent",
  "tracestate",
  "x-amz-content-sha256",
  "x-amz-date",
  "x-amz-security-token",
  "x-amz-user-agent",
  "x-amzn-trace-id",
  "x-api-key",
];

/** Arguments that a tool wants as headers too (x-mcp-header) have names of the tool's own. */
const PARAMETER_HEADER = /^mcp-param-[!#$%&'*+.^_`|~0-9a-z-]{1,100}$/;
/** Longest list of asked headers that is looked at, and how many parameters are allowed of it. */
const MAX_ASKED_CHARACTERS = 4_096;
const MAX_PARAMETERS = 64;

/** Response headers that a page may read beside those that it always may. */
const EXPOSED_HEADERS = "allow, retry-after, www-authenticate, x-amzn-requestid";

export interface Cors {
  /** Whether the request's origin, if it has one, may call. */
  readonly allows: (request: HttpRequest) => boolean;
  /** The response to a preflight of an allowed origin; undefined for any other request. */
  readonly preflight: (request: HttpRequest) => HttpResponse | undefined;
  /** The response with the headers that an allowed origin's browser needs to show it. */
  readonly expose: (request: HttpRequest, response: HttpResponse) => HttpResponse;
}

/** @param origins allowed origins, as browsers send them: scheme, host and port, no path. */
export function createCors(origins: readonly string[]): Cors {
  const listed = ({ headers }: HttpRequest): string | undefined =>
    origins.find((origin) => origin === headers["origin"]);

  return {
    allows: (request) => request.headers["origin"] === undefined || listed(request) !== undefined,
    preflight: (request) => {
      const origin = listed(request);
      if (origin === undefined || request.method !== "OPTIONS") return undefined;
      const headers = {
        // All that clients try: a page sees the 405 of the others, and not a network error.
        "access-control-allow-methods": "GET, POST, DELETE",
        "access-control-allow-headers": allowedHeaders(request),
        "access-control-max-age": "7200",
      };
      return { status: 204, headers, body: "" };
    },
    expose: (request, response) => {
      const origin = listed(request);
      if (origin === undefined) return response;
      const headers = {
        ...response.headers,
        "access-control-allow-origin": origin,
        "access-control-expose-headers": EXPOSED_HEADERS,
        vary: "origin",
      };
      return { ...response, headers };
    },
  };
}

/** Every header that is always allowed, and of those that the browser asks for a tool's parameters. */
function allowedHeaders({ headers }: HttpRequest): string {
  const asked = (headers["access-control-request-headers"] ?? "").toLowerCase();
  if (asked.length > MAX_ASKED_CHARACTERS) return REQUEST_HEADERS.join(", ");
  const parameters = asked
    .split(",")
    .map((name) => name.trim())
    .filter((name) => PARAMETER_HEADER.test(name));
  return [...REQUEST_HEADERS, ...parameters.slice(0, MAX_PARAMETERS)].join(", ");
}
