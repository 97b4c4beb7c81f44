/**
 * JSON-RPC 2.0: messages as they arrive, and the HTTP responses that carry its errors, written in one
 * place so that every refusal looks the same. Codes: https://www.jsonrpc.org/specification#error_object
 */
import { ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { HttpResponse } from "../http/gateway-event";
import { cutText, describeIssues } from "../features/issues";

/** What the MCP SDK uses for refusals of the transport (403, 405, 413, 415), and has no name for. */
export const TRANSPORT_ERROR_CODE = -32000;

/** A message whose params have not been checked. */
export type RawMessage =
  | {
      readonly id?: unknown;
      readonly method?: unknown;
      readonly params?: Readonly<Record<string, unknown>> | null | undefined;
    }
  | null
  | undefined;

/** What a response repeats of its request. */
export type MessageId = string | number;

export interface JsonRpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** A JSON-RPC error; its id is null where that of the request could not be read or does not matter. */
export function errorResponse(
  status: number,
  error: JsonRpcError,
  id: MessageId | null = null,
): HttpResponse {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ jsonrpc: "2.0", id, error: boundError(error) });
  return { status, headers, body, errorCodes: [error.code] };
}

/** Of an error's message: what was sent is in it, and in one about parameters up to ten issues. */
const MAX_MESSAGE = 400;
const MAX_PARAMS_MESSAGE = 2_500;

const INVALID_PARAMS: number = ProtocolErrorCode.InvalidParams;

/** Codes under which the SDK reports parameters of a wrong shape. */
const PARAMS_CODES: readonly number[] = [INVALID_PARAMS, ProtocolErrorCode.InternalError];

/**
 * The SDK reports parameters of a wrong shape with a dump of what its schema found, often as an
 * internal error. They are the caller's mistake (-32602), reported in words.
 */
export function clarifyError<ErrorObject extends JsonRpcError>(error: ErrorObject): ErrorObject {
  const issues = PARAMS_CODES.includes(error.code) ? readDump(error.message) : undefined;
  if (issues === undefined) {
    // Of a name that every object has, "constructor"; none is ever disabled here.
    const message = error.message.replace(/^(Tool .{1,200}) disabled$/, "$1 not found");
    return boundError({ ...error, message });
  }
  const message = `Invalid params: ${describeIssues(issues)}`;
  return boundError({ ...error, code: INVALID_PARAMS, message });
}

/** An error that has a few kB, whatever was sent. */
function boundError<ErrorObject extends JsonRpcError>(error: ErrorObject): ErrorObject {
  const max = error.code === INVALID_PARAMS ? MAX_PARAMS_MESSAGE : MAX_MESSAGE;
  const bounded = { ...error, message: cutText(error.message, max) };
  if (error.data === undefined) return bounded;
  const data = boundedData(error.data, 0);
  return { ...bounded, data: JSON.stringify(data).length > MAX_DATA ? null : data };
}

type Issues = Parameters<typeof describeIssues>[0];

/** The issues at the end of a message, where the SDK's schema has written them. */
function readDump(message: string): Issues | undefined {
  const start = message.indexOf("[\n");
  if (start === -1 || !message.endsWith("]")) return undefined;
  try {
    return JSON.parse(message.slice(start)) as Issues;
  } catch {
    return undefined;
  }
}

/** As long as a URI may be. */
const MAX_DATA_TEXT = 2_048;
const MAX_DATA_ITEMS = 20;
const MAX_DATA_DEPTH = 4;
/** Of all of it, as JSON. */
const MAX_DATA = 4_096;

/** What was sent is repeated as it was sent, or is null. */
function boundedData(data: unknown, depth: number): unknown {
  if (typeof data === "string") {
    return data.length > MAX_DATA_TEXT || !data.isWellFormed() ? null : data;
  }
  if (typeof data !== "object" || data === null) return data;
  if (depth === MAX_DATA_DEPTH) return null;
  if (Array.isArray(data)) {
    return data.slice(0, MAX_DATA_ITEMS).map((item) => boundedData(item, depth + 1));
  }
  const entries = Object.entries(data).slice(0, MAX_DATA_ITEMS);
  return Object.fromEntries(entries.map(([key, value]) => [key, boundedData(value, depth + 1)]));
}
