/** Client of streamed responses: what comes, and when. */
import * as http from "node:http";

export interface TimedMessage {
  /** Milliseconds after the request. */
  readonly at: number;
  readonly message: Readonly<Record<string, unknown>>;
}

export interface StreamedAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  /** Of a stream of events. */
  readonly messages: readonly TimedMessage[];
  /** The body, where it is JSON. */
  readonly body: string;
  readonly bytes: number;
  /** Whether the response has an end; its connection was cut otherwise. */
  readonly isWhole: boolean;
  readonly milliseconds: number;
}

export interface StreamOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Hangs up after so many messages. */
  readonly leaveAfter?: number;
  /** Whether long texts are kept; default true. */
  readonly keepsText?: boolean;
  /** Reads nothing for so long before each chunk. */
  readonly slowMs?: number;
}

/** Both, as clients of the protocol accept them. */
const BOTH = "application/json, text/event-stream";

export async function postForEvents(
  url: string,
  message: object,
  { headers, leaveAfter = Infinity, slowMs = 0, keepsText = true }: StreamOptions = {},
): Promise<StreamedAnswer> {
  const started = performance.now();
  const reply = await new Promise<http.IncomingMessage>((resolve, reject) => {
    const sent = { "content-type": "application/json", accept: BOTH, ...headers };
    http
      .request(url, { method: "POST", headers: sent, agent: false }, resolve)
      .once("error", reject)
      .end(JSON.stringify(message));
  });
  const isStream = reply.headers["content-type"] === "text/event-stream";
  const messages: TimedMessage[] = [];
  const kept: Buffer[] = [];
  let pending = "";
  let bytes = 0;
  try {
    for await (const chunk of reply as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (slowMs > 0) await new Promise((resolve) => setTimeout(resolve, slowMs));
      if (!isStream) {
        kept.push(chunk);
        continue;
      }
      const events = (pending + chunk.toString("utf8")).split("\n\n");
      pending = events.pop() ?? "";
      const at = performance.now() - started;
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data === undefined) continue;
        const kept = keepsText ? data : data.replace(/x{1000,}/, "");
        messages.push({ at, message: JSON.parse(kept) as TimedMessage["message"] });
      }
      if (messages.length >= leaveAfter) reply.destroy();
    }
  } catch {
    // A connection that was cut.
  }
  return {
    ...{ status: reply.statusCode ?? 0, headers: reply.headers, messages, bytes },
    ...{ body: Buffer.concat(kept).toString("utf8"), isWhole: reply.complete },
    milliseconds: performance.now() - started,
  };
}

/** A call by a 2025 client, or with `modern` by one of 2026-07-28, who wants progress. */
export function callFor(
  name: string,
  args: object = {},
  { modern = false, progress = true } = {},
): { readonly message: object; readonly headers: Readonly<Record<string, string>> } {
  const META = "io.modelcontextprotocol/";
  const _meta = {
    ...(progress && { progressToken: "token" }),
    ...(modern && {
      [`${META}protocolVersion`]: "2026-07-28",
      [`${META}clientCapabilities`]: {},
      [`${META}clientInfo`]: { name: "test", version: "1" },
    }),
  };
  const params = { name, arguments: args, _meta };
  return {
    message: { jsonrpc: "2.0", id: 7, method: "tools/call", params },
    headers: modern
      ? { "mcp-protocol-version": "2026-07-28", "mcp-method": "tools/call", "mcp-name": name }
      : {},
  };
}
