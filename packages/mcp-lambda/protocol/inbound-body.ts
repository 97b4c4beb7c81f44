/**
 * Inbound body: JSON with one message, or a batch of them, which exist in revision 2025-03-26 alone
 * (https://modelcontextprotocol.io/specification/2025-03-26/basic#batching). What is wrong with one
 * message of a batch is answered for it alone, as JSON-RPC has it.
 */
import {
  isJSONRPCErrorResponse,
  isJSONRPCNotification,
  isJSONRPCRequest,
  isJSONRPCResultResponse,
  type JSONRPCMessage,
  PROTOCOL_VERSION_META_KEY,
  ProtocolErrorCode,
} from "@modelcontextprotocol/server";
import { type InboundMessage, readMessage, refuse } from "./inbound-message";
import type { JsonRpcError, RawMessage } from "./json-rpc";

export interface InboundBody {
  /** At least one; exactly one unless it is a batch. */
  readonly inbound: readonly InboundMessage[];
  readonly isBatch: boolean;
}

/** What is wrong with a body as a whole. */
export interface BodyRefusal {
  readonly error: JsonRpcError;
}

export function readBody(text: string, maxBatch: number): InboundBody | BodyRefusal {
  const body = parseJson(text);
  if (body === undefined) {
    return { error: { code: ProtocolErrorCode.ParseError, message: "Parse error: invalid JSON" } };
  }
  if (!Array.isArray(body)) return { inbound: [readMessage(body)], isBatch: false };
  const reason =
    body.length === 0
      ? "the batch is empty"
      : body.length > maxBatch
        ? `the batch has ${body.length} messages; at most ${maxBatch} are accepted`
        : undefined;
  if (reason === undefined) return { inbound: body.map(readBatched), isBatch: true };
  const message = `Invalid Request: ${reason}`;
  return { error: { code: ProtocolErrorCode.InvalidRequest, message } };
}

function readBatched(sent: unknown): InboundMessage {
  const read = readMessage(sent);
  if ("refusal" in read) return read;
  const { params, id } = read.message as NonNullable<RawMessage>;
  if (!isKnown(read.message))
    return refuse(id, "Invalid Request: params: not as JSON-RPC has them");
  const meta = params?.["_meta"] as Readonly<Record<string, unknown>> | undefined;
  if (meta?.[PROTOCOL_VERSION_META_KEY] === undefined) return read;
  return refuse(id, "Invalid Request: a request of 2026-07-28 is sent alone, not in a batch");
}

/** What else the SDK's schemas demand: what they do not know is never answered. */
function isKnown(message: JSONRPCMessage): boolean {
  return (
    isJSONRPCRequest(message) ||
    isJSONRPCNotification(message) ||
    isJSONRPCResultResponse(message) ||
    isJSONRPCErrorResponse(message)
  );
}

/** Undefined when the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
