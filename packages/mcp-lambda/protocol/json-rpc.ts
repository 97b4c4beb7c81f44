/**
 * JSON-RPC 2.0: messages as they arrive, and the HTTP responses that carry its errors, written in one
 * place so that every refusal looks the same. Codes: https://www.jsonrpc.org/specification#error_object
 */
import { ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { HttpResponse } from "../http/gateway-event";
import { describeIssues } from "../features/schema";

/** What the MCP SDK uses for refusals of the transport (403, 405, 413, 415), and has no name for. */
export const TRANSPORT_ERROR_CODE = -32000;

/** A message as it was sent: nothing of it has been checked. */
export type RawMessage =
  | {
      readonly id?: unknown;
      readonly method?: unknown;
      readonly params?: Readonly<Record<string, unknown>> | null;
    }
  | null
  | undefined;

/** The messages of a body: one, or those of a batch. */
export function messagesIn(body: unknown): readonly RawMessage[] {
  return (Array.isArray(body) ? body : [body]) as readonly RawMessage[];
}

interface RpcError {
  readonly code: number;
  readonly message: string;
}

/** A JSON-RPC error of no particular request (its id could not be read or does not matter). */
export function errorResponse(
  status: number,
  error: RpcError & { readonly data?: unknown },
): HttpResponse {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ jsonrpc: "2.0", id: null, error });
  return { status, headers, body, errorCodes: [error.code] };
}

/** Codes under which the SDK reports parameters of a wrong shape. */
const PARAMS_CODES: readonly number[] = [
  ProtocolErrorCode.InternalError,
  ProtocolErrorCode.InvalidParams,
];

/**
 * The SDK reports parameters of a wrong shape with a dump of what its schema found, often as an
 * internal error. They are the caller's mistake (-32602), reported in words.
 */
export function clarifyError<ErrorObject extends RpcError>(error: ErrorObject): ErrorObject {
  const dump = /\[\n[^]*\]$/.exec(error.message);
  if (!PARAMS_CODES.includes(error.code) || dump === null) return error;
  try {
    const issues = JSON.parse(dump[0]) as Parameters<typeof describeIssues>[0];
    const message = `Invalid params: ${describeIssues(issues)}`;
    return { ...error, code: ProtocolErrorCode.InvalidParams, message };
  } catch {
    return error;
  }
}
