/** HTTP bodies on their way through the gateway. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { GatewayResponse } from "./proxy-result";

/** API Gateway's limit for a request's body. */
const MAX_REQUEST_BYTES = 10 * 1024 * 1024;

/** The body, or undefined when it is larger than API Gateway takes. */
export async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_REQUEST_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size <= MAX_REQUEST_BYTES ? Buffer.concat(chunks) : undefined;
}

export function writeResponse(
  reply: ServerResponse,
  response: GatewayResponse,
  requestId: string,
): void {
  reply.writeHead(response.status, {
    ...response.headers,
    "x-amzn-requestid": requestId,
    "content-length": response.body.length,
  });
  reply.end(response.body);
}
