/** How the page's server part writes its responses. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Refusal } from "./call";

/** Nothing from elsewhere is loaded, nothing elsewhere may load or frame it; it frames pages of tools. */
const HEADERS = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
} as const;

/** An HTTP request and its response. */
export interface Exchange {
  readonly message: IncomingMessage;
  readonly reply: ServerResponse;
}

/** Ends the response with these headers and the page's own. */
export function send(
  { message, reply }: Exchange,
  status: number,
  content: {
    readonly type: string;
    readonly body: string | Buffer;
    readonly allow?: string;
    /** In place of the page's own. */
    readonly headers?: Readonly<Record<string, string>>;
  },
): void {
  reply.writeHead(status, {
    ...HEADERS,
    ...content.headers,
    "content-type": content.type,
    "content-length": Buffer.byteLength(content.body),
    ...(content.allow !== undefined && { allow: content.allow }),
    // What is left of a refused body is not read.
    ...(!message.complete && { connection: "close" }),
  });
  reply.end(content.body);
}

export function sendJson(exchange: Exchange, status: number, value: unknown): void {
  send(exchange, status, { type: "application/json", body: JSON.stringify(value) });
}

/** @param text one line, for whoever asked. */
export function refuse(exchange: Exchange, status: number, text: string, allow?: string): void {
  const body = JSON.stringify({ message: text } satisfies Refusal);
  send(exchange, status, { type: "application/json", body, ...(allow !== undefined && { allow }) });
}

/** Begins a stream of server-sent events. */
export function beginEvents({ reply }: Exchange): void {
  reply.writeHead(200, { ...HEADERS, "content-type": "text/event-stream" });
  // A browser tells that it is connected when the first bytes come.
  reply.write("retry: 1000\n\n");
}
