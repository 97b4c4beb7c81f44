/**
 * Size of a response: Lambda takes 6 MB, and answers a larger one with an error that says nothing
 * (502). https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
import { type JSONRPCMessage, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { HttpResponse } from "../http/gateway-event";

/** 6 MB less a reserve for what is around a body. */
export const MAX_RESPONSE_BYTES = 6_000_000;

/** Bytes that a text takes as a JSON string, which is how Lambda's response has a body. */
export function jsonStringBytes(text: string): number {
  // A character has at most three bytes and escaping at most doubles that: small ones are not measured.
  const isSmall = text.length * 6 < MAX_RESPONSE_BYTES;
  return isSmall ? text.length : Buffer.byteLength(JSON.stringify(text));
}

/** The response, or an error in place of each result when it is larger than can be sent. */
export function withinLimit(
  response: HttpResponse,
  messages: readonly JSONRPCMessage[],
): HttpResponse {
  if (jsonStringBytes(response.body) <= MAX_RESPONSE_BYTES) return response;
  const error = {
    code: ProtocolErrorCode.InternalError,
    message: `The response is larger than ${MAX_RESPONSE_BYTES} bytes, which is all that can be sent: ask for less.`,
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
