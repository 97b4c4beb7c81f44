/**
 * Handler of the legacy era: 2025 clients and bare JSON-RPC, one server a request, no sessions.
 * Responds in JSON; in SSE only when a tool sent notifications and the client accepts it.
 *
 * Differs from the SDK's own transports where they do not fit behind Lambda: no Accept header is
 * demanded, no Request or Response object is made, a request from the server to the client fails
 * at once instead of after a minute, a cancelled batch cannot wait for ever, and what is wrong in a
 * batch is answered by itself.
 */
import {
  isInitializeRequest,
  type JSONRPCResponse,
  type McpServer,
  ProtocolErrorCode,
  SUPPORTED_PROTOCOL_VERSIONS,
} from "@modelcontextprotocol/server";
import { cutText } from "../features/issues";
import type { HttpRequest, HttpResponse } from "../http/gateway-event";
import type { Outlet } from "../streaming/outlet";
import { authInfoOf } from "./auth-info";
import type { InboundBody } from "./inbound-body";
import type { InboundMessage, Refusal } from "./inbound-message";
import { errorResponse, type MessageId } from "./json-rpc";
import { collectResponses } from "./per-request-transport";

/** Served by the modern handler, to requests that carry the envelope of that version. */
const MODERN_VERSION = "2026-07-28";

export async function handleLegacyRequest(
  request: HttpRequest,
  { inbound, isBatch }: InboundBody,
  createServer: () => McpServer,
  outlet?: Outlet,
): Promise<HttpResponse> {
  const messages = inbound.flatMap((read) => ("message" in read ? [read.message] : []));
  const requested = request.headers["mcp-protocol-version"];
  const names = requested !== undefined && !messages.some(isInitializeRequest);
  if (names && !SUPPORTED_PROTOCOL_VERSIONS.includes(requested)) {
    const [first] = messages;
    const id = !isBatch && first !== undefined && "id" in first ? first.id : undefined;
    return unsupported(requested, id ?? null);
  }
  const { responses, notifications } =
    messages.length === 0
      ? { responses: [], notifications: [] }
      : await collectResponses(createServer(), messages, () => authInfoOf(request), outlet);
  const all = inOrder(inbound, responses);
  if (all.length === 0) return { status: 202, headers: {}, body: "" };
  const errorCodes = all.flatMap((reply) => ("error" in reply ? [reply.error.code] : []));
  if (notifications.length > 0 && request.headers["accept"]?.includes("text/event-stream")) {
    const frames = [...notifications, ...all].map(
      (message) => `event: message\ndata: ${JSON.stringify(message)}\n\n`,
    );
    const headers = { "content-type": "text/event-stream", "cache-control": "no-cache" };
    return { status: 200, headers, body: frames.join(""), errorCodes };
  }
  const headers = { "content-type": "application/json" };
  return { status: 200, headers, body: JSON.stringify(isBatch ? all : all[0]), errorCodes };
}

/** Each response, and each refusal, where its message stood. */
function inOrder(
  inbound: readonly InboundMessage[],
  responses: readonly JSONRPCResponse[],
): readonly (JSONRPCResponse | Refusal)[] {
  const left = [...responses];
  return inbound.flatMap((read): readonly (JSONRPCResponse | Refusal)[] => {
    if ("refusal" in read) return [read.refusal];
    const { message } = read;
    const place = left.findIndex((response) => "id" in message && response.id === message.id);
    return place === -1 ? [] : left.splice(place, 1);
  });
}

function unsupported(requested: string, id: MessageId | null): HttpResponse {
  if (requested === MODERN_VERSION) {
    const message = `Invalid Request: ${MODERN_VERSION} has neither batches nor responses of clients`;
    return errorResponse(400, { code: ProtocolErrorCode.InvalidRequest, message }, id);
  }
  const supported = [MODERN_VERSION, ...SUPPORTED_PROTOCOL_VERSIONS];
  const message = `Unsupported protocol version ${cutText(requested)}; supported: ${supported.join(", ")}`;
  const code = ProtocolErrorCode.UnsupportedProtocolVersion;
  return errorResponse(400, { code, message, data: { supported, requested } }, id);
}
