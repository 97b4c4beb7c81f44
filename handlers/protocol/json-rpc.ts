/**
 * HTTP responses that carry JSON-RPC errors, written in one place so that every refusal looks the same.
 * Codes: https://www.jsonrpc.org/specification#error_object; -32000 is what the MCP SDK uses for
 * refusals of the transport (405, 413, 415, 403).
 */
import type { HttpResponse } from "../gateway-event";
import { describeIssues } from "./schema";

export const ErrorCode = {
  transport: -32000,
  parse: -32700,
  invalidRequest: -32600,
  invalidParams: -32602,
  internal: -32603,
  unsupportedVersion: -32022,
} as const;

/** A JSON-RPC error that answers no particular request (its id could not be read or does not matter). */
export function errorResponse(
  status: number,
  error: { readonly code: number; readonly message: string; readonly data?: unknown },
  id: string | number | null = null,
): HttpResponse {
  const headers = { "content-type": "application/json" };
  const body = JSON.stringify({ jsonrpc: "2.0", id, error });
  return { status, headers, body, errorCodes: [error.code] };
}

interface RpcError {
  readonly code: number;
  readonly message: string;
}

/**
 * The SDK tells parameters of a wrong shape with a dump of what its schema found, often as an
 * internal error. They are the caller's mistake (-32602), told in words.
 */
export function clarifyError<ErrorObject extends RpcError>(error: ErrorObject): ErrorObject {
  const isAboutParams = error.code === ErrorCode.internal || error.code === ErrorCode.invalidParams;
  const dump = /\[\n[^]*\]$/.exec(error.message);
  if (!isAboutParams || dump === null) return error;
  try {
    const issues = JSON.parse(dump[0]) as Parameters<typeof describeIssues>[0];
    const message = `Invalid params: ${describeIssues(issues)}`;
    return { ...error, code: ErrorCode.invalidParams, message };
  } catch {
    return error;
  }
}
