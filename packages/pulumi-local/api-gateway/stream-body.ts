/** Streamed bodies on their way to the client. */
import type { ServerResponse } from "node:http";
import type { StreamedResponse, StreamEnd } from "./streamed-integration";

/** Of a body that is larger nothing is kept for the log. */
const MAX_KEPT_BYTES = 1024 * 1024;

export interface SentStream extends StreamEnd {
  readonly bytes: number;
  /** The body, or nothing of one that was too large to keep. */
  readonly kept: Buffer;
}

export async function writeStream(
  reply: ServerResponse,
  { head, pipe }: StreamedResponse,
  requestId: string,
): Promise<SentStream> {
  reply.writeHead(head.status, { ...head.headers, "x-amzn-requestid": requestId });
  reply.flushHeaders();
  let bytes = 0;
  let kept: Buffer[] = [];
  const end = await pipe(async (chunk) => {
    bytes += chunk.length;
    if (bytes <= MAX_KEPT_BYTES) kept.push(chunk);
    else kept = [];
    if (!reply.destroyed && !reply.write(chunk)) await writable(reply);
  });
  if (end.isWhole) reply.end();
  else reply.destroy();
  return { ...end, bytes, kept: Buffer.concat(kept) };
}

/** When the client has read, or has gone. */
function writable(reply: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      reply.off("drain", done).off("close", done);
      resolve();
    };
    reply.on("drain", done).on("close", done);
  });
}
