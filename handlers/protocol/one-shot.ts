/**
 * The leg of 2025-era clients and of bare JSON-RPC: messages in, answers out, one server, no
 * sessions. Answers JSON; SSE only when a tool sent notifications and the client accepts it.
 *
 * Differs from the SDK's own transports where they do not fit behind Lambda: no Accept header is
 * demanded, no Request or Response object is made, a request from the server to the client fails
 * at once instead of after a minute, and a cancelled batch cannot wait for ever.
 */
import {
  isInitializeRequest,
  parseJSONRPCMessage,
  SUPPORTED_PROTOCOL_VERSIONS,
  type JSONRPCMessage,
} from "@modelcontextprotocol/server";
import { createDelivery } from "./deliver";
import type { Leg } from "./exchange";
import { ErrorCode, errorResponse } from "./json-rpc";

/** Batches exist in revision 2025-03-26 alone; one larger than this is refused. */
const MAX_BATCH = 32;

/** Served by the other leg, to requests that carry the envelope of that version. */
const MODERN_VERSION = "2026-07-28";

export function createOneShotLeg(): Leg {
  const deliver = createDelivery();
  return async (request, body, createServer) => {
    // What is no batch has been checked when it was told which protocol it belongs to.
    const messages = Array.isArray(body) ? readBatch(body) : [body as JSONRPCMessage];
    if (typeof messages === "string") {
      return errorResponse(400, { code: ErrorCode.invalidRequest, message: messages });
    }
    const requested = request.headers["mcp-protocol-version"];
    const names = requested !== undefined && !messages.some(isInitializeRequest);
    if (names && !SUPPORTED_PROTOCOL_VERSIONS.includes(requested)) {
      const supported = [MODERN_VERSION, ...SUPPORTED_PROTOCOL_VERSIONS];
      const message = `Unsupported protocol version ${requested}; supported: ${supported.join(", ")}`;
      const error = { code: ErrorCode.unsupportedVersion, message, data: { supported, requested } };
      return errorResponse(400, error);
    }
    const { replies, notifications } = await deliver(messages, createServer());
    if (replies.length === 0) return { status: 202, headers: {}, body: "" };
    const errorCodes = replies.flatMap((reply) => ("error" in reply ? [reply.error.code] : []));
    if (notifications.length > 0 && request.headers["accept"]?.includes("text/event-stream")) {
      const frames = [...notifications, ...replies].map(
        (message) => `event: message\ndata: ${JSON.stringify(message)}\n\n`,
      );
      const headers = { "content-type": "text/event-stream", "cache-control": "no-cache" };
      return { status: 200, headers, body: frames.join(""), errorCodes };
    }
    const headers = { "content-type": "application/json" };
    const json = JSON.stringify(Array.isArray(body) ? replies : replies[0]);
    return { status: 200, headers, body: json, errorCodes };
  };
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
