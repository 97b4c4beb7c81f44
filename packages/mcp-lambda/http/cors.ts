/**
 * Cross-origin resource sharing (CORS, https://fetch.spec.whatwg.org/#http-cors-protocol): which
 * browser origins may call, and the headers that let them. None is allowed unless it is listed. A
 * request without an Origin is not a browser's cross-site request, and passes.
 */
import type { HttpRequest, HttpResponse } from "./gateway-event";

/** Headers that MCP clients send beside those that browsers always may. */
const REQUEST_HEADERS =
  "authorization, content-type, last-event-id, mcp-method, mcp-name, mcp-protocol-version, mcp-session-id";

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
        "access-control-allow-methods": "POST",
        "access-control-allow-headers": REQUEST_HEADERS,
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
        vary: "origin",
      };
      return { ...response, headers };
    },
  };
}
