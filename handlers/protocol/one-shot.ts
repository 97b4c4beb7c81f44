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
  type McpServer,
  type Transport,
} from "@modelcontextprotocol/server";
import type { HttpRequest, HttpResponse } from "../gateway-event";
import { clarifyError, ErrorCode, errorResponse, jsonResponse } from "./json-rpc";

/** Batches exist in revision 2025-03-26 alone; one larger than this is refused. */
const MAX_BATCH = 32;

/** Served by the other leg, to requests that carry the envelope of that version. */
const MODERN_VERSION = "2026-07-28";

/** Answers a parsed body of a 2025-era request. */
export async function answerOneShot(
  request: HttpRequest,
  body: unknown,
  createServer: () => McpServer,
): Promise<HttpResponse> {
  const messages = readMessages(body);
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
  const { replies, notifications } = await exchange(
    messages.filter(isToBeDelivered),
    createServer(),
  );
  if (replies.length === 0) return { status: 202, headers: {}, body: "" };
  const errorCodes = replies.flatMap((reply) => ("error" in reply ? [reply.error.code] : []));
  if (notifications.length > 0 && request.headers["accept"]?.includes("text/event-stream")) {
    const frames = [...notifications, ...replies].map(
      (message) => `event: message\ndata: ${JSON.stringify(message)}\n\n`,
    );
    const headers = { "content-type": "text/event-stream", "cache-control": "no-cache" };
    return { status: 200, headers, body: frames.join(""), errorCodes };
  }
  return { ...jsonResponse(200, Array.isArray(body) ? replies : replies[0]), errorCodes };
}

/** The messages of a body, or what is wrong with it. */
function readMessages(body: unknown): JSONRPCMessage[] | string {
  // What is no batch has been checked when it was told which protocol it belongs to.
  if (!Array.isArray(body)) return [body as JSONRPCMessage];
  const items: readonly unknown[] = body;
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

/**
 * A cancellation is not delivered: it could only mean a request of the same batch, whose answer
 * would then never come. Under an id it is a request like any other, and answered as unknown.
 */
function isToBeDelivered(message: JSONRPCMessage): boolean {
  return !("method" in message) || "id" in message || message.method !== "notifications/cancelled";
}

interface Answers {
  readonly replies: JSONRPCMessage[];
  readonly notifications: JSONRPCMessage[];
}

/** Hands the messages to the server and waits for an answer to each request among them. */
async function exchange(messages: readonly JSONRPCMessage[], server: McpServer): Promise<Answers> {
  const replies: JSONRPCMessage[] = [];
  const notifications: JSONRPCMessage[] = [];
  let waiting = messages.filter((message) => "method" in message && "id" in message).length;
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
    if (waiting === 0) resolve();
  });
  const transport: Transport = {
    start: async () => undefined,
    close: async () => transport.onclose?.(),
    send: async (message) => {
      if (!("method" in message)) {
        const isError = "error" in message;
        replies.push(isError ? { ...message, error: clarifyError(message.error) } : message);
        waiting -= 1;
        if (waiting === 0) finish();
      } else if ("id" in message) {
        throw new Error(`${message.method}: a stateless endpoint cannot ask its client`);
      } else {
        notifications.push(message);
      }
    },
  };
  await server.connect(transport);
  try {
    for (const message of messages) transport.onmessage?.(message);
    await finished;
    return { replies: inOrder(replies, messages), notifications };
  } finally {
    await server.close();
  }
}

/** Answers in the order of the requests, whichever was ready first. */
function inOrder(
  replies: readonly JSONRPCMessage[],
  requests: readonly JSONRPCMessage[],
): JSONRPCMessage[] {
  const place = (message: JSONRPCMessage): number =>
    requests.findIndex(
      (request) => "id" in request && "id" in message && request.id === message.id,
    );
  return replies.length < 2 ? [...replies] : [...replies].sort((a, b) => place(a) - place(b));
}
