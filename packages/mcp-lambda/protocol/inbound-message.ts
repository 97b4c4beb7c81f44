/**
 * Inbound messages: what was sent, checked to be JSON-RPC 2.0, or refused field by field. Lenient where
 * the protocol has no meaning for what was sent: members beside a message's own and members that are
 * null count as left out. https://www.jsonrpc.org/specification#request_object
 */
import { type JSONRPCMessage, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { JsonRpcError, MessageId } from "./json-rpc";

/** Answers a message that is none, under its id where that could be read. */
export interface Refusal {
  readonly jsonrpc: "2.0";
  readonly id: MessageId | null;
  readonly error: JsonRpcError;
}

export type InboundMessage = { readonly message: JSONRPCMessage } | { readonly refusal: Refusal };

/**
 * Values of a message beside a tool's arguments. The SDK checks each of them, and reports each that is
 * wrong in some hundred characters: without a limit the answer is many times as large as the request.
 */
const MAX_VALUES = 1_000;

/** Of a method, and of the name of a tool or prompt: a longer one is the name of none. */
const MAX_NAME_LENGTH = 200;

type Members = Record<string, unknown>;

export function readMessage(sent: unknown): InboundMessage {
  if (!isObject(sent)) return refuse(null, "Invalid Request: the message must be an object");
  const id = readId(sent["id"]);
  if (sent["jsonrpc"] !== "2.0") return invalid(id, 'jsonrpc: must be "2.0"');
  if (!("method" in sent)) return readResponse(sent, id);
  const { method, params } = sent;
  if (typeof method !== "string") return invalid(id, "method: must be a string");
  if (method.length > MAX_NAME_LENGTH) return invalid(id, `method: ${TOO_LONG}`);
  if ("id" in sent && id === undefined) return invalid(id, ID_RULE);
  if (params !== undefined && params !== null && !isObject(params)) {
    return invalid(id, "params: must be an object");
  }
  const members = { jsonrpc: "2.0", ...(id !== undefined && { id }), method };
  if (!isObject(params)) return { message: members as JSONRPCMessage };
  const reason = tidyParams(method, params);
  if (reason === undefined) return { message: { ...members, params } as JSONRPCMessage };
  return refuse(id, `Invalid params: ${reason}`, ProtocolErrorCode.InvalidParams);
}

const TOO_LONG = `at most ${MAX_NAME_LENGTH} characters`;

const ID_RULE = `id: must be a string, or an integer of at most ${Number.MAX_SAFE_INTEGER}`;

/** What can be sent back as it came; a larger integer has lost digits already. */
function readId(id: unknown): MessageId | undefined {
  if (typeof id === "string") return id.isWellFormed() ? id : undefined;
  return Number.isSafeInteger(id) ? (id as number) : undefined;
}

/** A client's response; nothing here has asked for one, and it is accepted (202) and forgotten. */
function readResponse(sent: Members, id: MessageId | undefined): InboundMessage {
  if ("result" in sent === "error" in sent) {
    return invalid(id, "method: must be a string");
  }
  if (id === undefined) return invalid(id, ID_RULE);
  const { result, error } = sent;
  const outcome = "result" in sent ? { result } : { error };
  return { message: { jsonrpc: "2.0", id, ...outcome } as JSONRPCMessage };
}

/** Drops what is null; returns what is too much. The JSON is this request's own. */
function tidyParams(method: string, params: Members): string | undefined {
  const { name, _meta } = params;
  if (typeof name === "string" && name.length > MAX_NAME_LENGTH) return `name: ${TOO_LONG}`;
  if (_meta !== undefined && _meta !== null) {
    if (!isObject(_meta)) return "_meta: must be an object";
    const { progressToken = null } = _meta;
    const isToken = typeof progressToken === "string" || Number.isSafeInteger(progressToken);
    if (progressToken !== null && !isToken) return "_meta.progressToken: must be as an id";
  }
  let left = MAX_VALUES;
  const open: Members[] = [params];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const keys = Object.keys(next);
    left -= keys.length;
    if (left < 0) return `more than ${MAX_VALUES} values outside of a tool's arguments`;
    for (const key of keys) {
      const value = next[key];
      if (value === null && !Array.isArray(next)) Reflect.deleteProperty(next, key);
      // A tool's arguments are for its own schema.
      const isTools = key === "arguments" && next === params && method === "tools/call";
      if (typeof value === "object" && value !== null && !isTools) open.push(value as Members);
    }
  }
  return undefined;
}

function invalid(id: MessageId | undefined, reason: string): InboundMessage {
  return refuse(id, `Invalid Request: ${reason}`);
}

/** @param id sent back when it is one. */
export function refuse(
  id: unknown,
  message: string,
  code: number = ProtocolErrorCode.InvalidRequest,
): InboundMessage {
  return { refusal: { jsonrpc: "2.0", id: readId(id) ?? null, error: { code, message } } };
}

function isObject(value: unknown): value is Members {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
