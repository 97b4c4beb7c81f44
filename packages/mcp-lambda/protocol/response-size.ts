/**
 * Size of a response: Lambda takes 6 MB, and answers a larger one with an error that says nothing
 * (502). https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
import { type JSONRPCMessage, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { HttpResponse } from "../http/gateway-event";
import type { Outlet } from "../streaming/outlet";

/** 6 MB less a reserve for what is around a body. */
export const MAX_RESPONSE_BYTES = 6_000_000;

/** Bytes that a text takes as a JSON string, which is how Lambda's response has a body. */
export function jsonStringBytes(text: string): number {
  // A character has at most three bytes and escaping at most doubles that: small ones are not measured.
  const isSmall = text.length * 6 < MAX_RESPONSE_BYTES;
  return isSmall ? text.length : Buffer.byteLength(JSON.stringify(text));
}

/** In bytes. */
export function largestResponse(outlet: Outlet | undefined): number {
  return outlet === undefined ? MAX_RESPONSE_BYTES : outlet.maxBytes;
}

/** @param outlet of a response that is streamed: its body is sent as it is. */
export function isTooLarge(text: string, outlet: Outlet | undefined): boolean {
  const bytes = outlet === undefined ? jsonStringBytes(text) : Buffer.byteLength(text);
  return bytes > largestResponse(outlet);
}

/** The response, or an error in place of each result when it is larger than can be sent. */
export function withinLimit(
  response: HttpResponse,
  messages: readonly JSONRPCMessage[],
  outlet?: Outlet,
): HttpResponse {
  if (!isTooLarge(response.body, outlet)) return response;
  const error = {
    code: ProtocolErrorCode.InternalError,
    message: `The response is larger than ${largestResponse(outlet)} bytes, which is all that can be sent: ask for less.`,
  };
  const errors = messages.flatMap((message) =>
    "id" in message && "method" in message ? [{ jsonrpc: "2.0", id: message.id, error }] : [],
  );
  return {
    status: 200,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(errors.length === 1 ? errors[0] : errors),
    errorCodes: errors.map(({ error: { code } }) => code),
  };
}
