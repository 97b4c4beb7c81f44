/**
 * Handler of the legacy era: 2025 clients and bare JSON-RPC, one server a request, no sessions.
 * Responds in JSON; in SSE only when a tool sent notifications and the client accepts it.
 *
 * Differs from the SDK's own transports where they do not fit behind Lambda: no Accept header is
 * demanded, no Request or Response object is made, a request from the server to the client fails
 * at once instead of after a minute, and a cancelled batch cannot wait for ever.
 */
import {
  isInitializeRequest,
  type JSONRPCMessage,
  type McpServer,
  parseJSONRPCMessage,
  ProtocolErrorCode,
  SUPPORTED_PROTOCOL_VERSIONS,
} from "@modelcontextprotocol/server";
import type { HttpRequest, HttpResponse } from "../http/gateway-event";
import { errorResponse } from "./json-rpc";
import { collectResponses } from "./per-request-transport";

/** Batches exist in revision 2025-03-26 alone; one larger than this is refused. */
const MAX_BATCH = 32;

/** Served by the modern handler, to requests that carry the envelope of that version. */
const MODERN_VERSION = "2026-07-28";

/** @param body parsed; unless it is a batch, the dispatcher has checked it to be a message. */
export async function handleLegacyRequest(
  request: HttpRequest,
  body: unknown,
  createServer: () => McpServer,
): Promise<HttpResponse> {
  const messages = Array.isArray(body) ? readBatch(body) : [body as JSONRPCMessage];
  if (typeof messages === "string") {
    return errorResponse(400, { code: ProtocolErrorCode.InvalidRequest, message: messages });
  }
  const requested = request.headers["mcp-protocol-version"];
  const names = requested !== undefined && !messages.some(isInitializeRequest);
  if (names && !SUPPORTED_PROTOCOL_VERSIONS.includes(requested)) return unsupported(requested);
  const { responses, notifications } = await collectResponses(createServer(), messages);
  if (responses.length === 0) return { status: 202, headers: {}, body: "" };
  const errorCodes = responses.flatMap((reply) => ("error" in reply ? [reply.error.code] : []));
  if (notifications.length > 0 && request.headers["accept"]?.includes("text/event-stream")) {
    const frames = [...notifications, ...responses].map(
      (message) => `event: message\ndata: ${JSON.stringify(message)}\n\n`,
    );
    const headers = { "content-type": "text/event-stream", "cache-control": "no-cache" };
    return { status: 200, headers, body: frames.join(""), errorCodes };
  }
  const headers = { "content-type": "application/json" };
  const json = JSON.stringify(Array.isArray(body) ? responses : responses[0]);
  return { status: 200, headers, body: json, errorCodes };
}

/** The messages of a batch, or what is wrong with it. */
function readBatch(items: readonly unknown[]): JSONRPCMessage[] | string {
  if (items.length === 0) return "Invalid Request: the batch is empty";
  if (items.length > MAX_BATCH) {
    return `Invalid Request: the batch has ${items.length} messages; at most ${MAX_BATCH} are accepted`;
  }
  try {
    return items.map((item) => parseJSONRPCMessage(item));
  } catch {
    return "Invalid Request: not a JSON-RPC 2.0 message";
  }
}

function unsupported(requested: string): HttpResponse {
  const supported = [MODERN_VERSION, ...SUPPORTED_PROTOCOL_VERSIONS];
  const message = `Unsupported protocol version ${requested}; supported: ${supported.join(", ")}`;
  const code = ProtocolErrorCode.UnsupportedProtocolVersion;
  return errorResponse(400, { code, message, data: { supported, requested } });
}
