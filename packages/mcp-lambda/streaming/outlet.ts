/**
 * Outlet: the response of one request while it is made. What is sent before the result (progress, log
 * messages) opens it as a stream of events, if the client accepts one, and is dropped otherwise; a
 * response that nothing precedes has its own status and media type, as without streaming.
 * https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#sending-messages-to-the-server
 */
import type { ServerContext } from "@modelcontextprotocol/server";
import { silentProgress, type Progress } from "../definitions/progress";
import type { HttpRequest, HttpResponse } from "../http/gateway-event";
import { wellFormedJson } from "../protocol/well-formed";
import { addressed } from "./addressed";
import { forwardEvents } from "./event-frames";
import { type LambdaStream, openStream } from "./lambda-stream";

/** Lambda streams 200 MB. https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html */
const MAX_STREAMED_BYTES = 200_000_000;

/** API Gateway ends a stream that is silent for 5 minutes, and proxies of clients often after one. */
const KEEP_ALIVE_MS = 15_000;

export interface Outlet {
  /** Bytes that a result may have. */
  readonly maxBytes: number;
  /** Whose responses are sent: JSON-RPC ids, for an error that names none. */
  readonly expect: (ids: readonly unknown[]) => void;
  /** Sends a message before the result, as JSON. Resolves when more can be taken. */
  readonly send: (json: string) => Promise<void>;
  /** Sends what of the SDK's events precedes the result. @returns the JSON of that. */
  readonly forward: (response: Response) => Promise<string>;
  /** What a tool reports progress with. */
  readonly progressOf: (mcp: ServerContext) => Progress;
}

export interface OpenOutlet {
  readonly outlet: Outlet;
  /** Sends the response and ends the stream. @returns it, with the bytes that were sent in all. */
  readonly end: (response: HttpResponse) => HttpResponse;
}

/** @param expose adds the headers that the caller's browser needs. */
export function createOutlet(
  stream: LambdaStream,
  request: Pick<HttpRequest, "headers">,
  expose: (response: HttpResponse) => HttpResponse,
): OpenOutlet {
  const acceptsEvents = request.headers["accept"]?.includes("text/event-stream") === true;
  let expected: readonly unknown[] = [];
  let opened: LambdaStream | undefined;
  let bodyBytes = 0;
  const write = (to: LambdaStream, text: string): void => {
    bodyBytes += Buffer.byteLength(text);
    to.write(text);
  };
  const writeEvent = (text: string): void => {
    opened ??= openStream(stream, expose(EVENT_STREAM));
    write(opened, text);
  };
  const keepAlive = acceptsEvents
    ? setInterval(() => {
        writeEvent(": keep-alive\n\n");
      }, KEEP_ALIVE_MS)
    : undefined;
  const send: Outlet["send"] = async (json) => {
    if (!acceptsEvents || stream.writableEnded) return;
    writeEvent(eventOf(json));
    await drained(stream);
  };
  const progressOf: Outlet["progressOf"] = (mcp) => createProgress(mcp, stream);
  const forward: Outlet["forward"] = ({ body }) => forwardEvents(body ?? [], send);
  const expect: Outlet["expect"] = (ids) => {
    expected = ids;
  };
  const end: OpenOutlet["end"] = (response) => {
    clearInterval(keepAlive);
    const to = opened ?? openStream(stream, expose(response));
    const body = wellFormedJson(response.body);
    // Written even where it is empty: Lambda sends the status with the first write.
    if (opened === undefined) write(to, body);
    else for (const json of addressed(body, expected)) writeEvent(eventOf(json));
    to.end();
    return { ...response, ...(opened !== undefined && { status: 200 }), bodyBytes };
  };
  return { outlet: { maxBytes: MAX_STREAMED_BYTES, expect, send, forward, progressOf }, end };
}

const EVENT_STREAM: HttpResponse = {
  status: 200,
  headers: {
    "content-type": "text/event-stream",
    "cache-control": "no-cache, no-transform",
    "x-accel-buffering": "no",
  },
  body: "",
};

function eventOf(json: string): string {
  return `event: message\ndata: ${json}\n\n`;
}

function createProgress({ mcpReq }: ServerContext, stream: LambdaStream): Progress {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return silentProgress(mcpReq.signal);
  return async (progress, total, message) => {
    mcpReq.signal.throwIfAborted();
    const params = {
      ...{ progressToken, progress },
      ...(total !== undefined && { total }),
      ...(message !== undefined && { message }),
    };
    await mcpReq.notify({ method: "notifications/progress", params });
    // The SDK queues what it is given: by the next turn it has been written.
    await new Promise((resolve) => setImmediate(resolve));
    await drained(stream);
  };
}

/** When the stream takes more, or nothing any more. */
function drained(stream: LambdaStream): Promise<void> {
  if (!stream.writableNeedDrain || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off("drain", done).off("close", done).off("error", done);
      resolve();
    };
    stream.on("drain", done).on("close", done).on("error", done);
  });
}
