/**
 * HTTP guard: refuses what MCP is not to see (foreign origins and hosts, other methods than POST,
 * other media types than JSON, bodies that are too large), and responds to browsers' preflights.
 * Second station of the data path.
 *
 * Origin and Host: DNS rebinding and cross-site requests, a MUST of the MCP transport
 * (https://modelcontextprotocol.io/specification/2026-07-28/basic/transports/streamable-http).
 */
import { isJsonContentType } from "@modelcontextprotocol/server";
import type { Cors } from "./cors";
import type { HttpRequest, HttpResponse } from "./gateway-event";
import { cutText } from "../features/issues";
import { errorResponse, TRANSPORT_ERROR_CODE } from "../protocol/json-rpc";

export interface GuardRules {
  readonly cors: Cors;
  /** Largest accepted body in bytes. */
  readonly maxBodyBytes: number;
}

export type Guard = (request: HttpRequest) => HttpResponse | undefined;

/** Returns a guard: undefined lets the request pass, a response ends it. */
export function createGuard({ cors, maxBodyBytes }: GuardRules): Guard {
  return (request) => {
    const { method, headers, bodyBytes, domainName } = request;
    if (!cors.allows(request)) {
      return refuse(
        403,
        `Origin ${cutText(headers["origin"] ?? "")} is not among the allowed origins.`,
      );
    }
    if (domainName !== undefined && hostName(headers["host"]) !== domainName.toLowerCase()) {
      return refuse(403, `Host must be ${domainName}.`);
    }
    const preflight = cors.preflight(request);
    if (preflight !== undefined) return preflight;
    if (method !== "POST") {
      const refusal = refuse(405, "Method not allowed: send MCP messages with POST.");
      return { ...refusal, headers: { ...refusal.headers, allow: "POST" } };
    }
    if (!isJsonContentType(headers["content-type"] ?? null)) {
      const given = cutText(headers["content-type"] ?? "missing");
      const message = `Content-Type must be application/json, but is ${given}: send the header Content-Type: application/json.`;
      return refuse(415, message);
    }
    if (bodyBytes > maxBodyBytes) {
      return refuse(413, `The body has ${bodyBytes} bytes; at most ${maxBodyBytes} are accepted.`);
    }
    return undefined;
  };
}

function refuse(status: number, message: string): HttpResponse {
  return errorResponse(status, { code: TRANSPORT_ERROR_CODE, message });
}

/** Host without its port, in lower case; an IPv6 literal keeps its brackets. */
function hostName(host: string | undefined): string | undefined {
  return host?.toLowerCase().replace(/:\d+$/, "");
}
