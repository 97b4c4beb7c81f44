/**
 * HTTP server of a stand-in on a free port of 127.0.0.1. Signatures are wanted and not verified; pages of
 * a browser get nothing.
 */
import * as http from "node:http";
import type { AddressInfo } from "node:net";

export interface LoopbackService {
  /** What clients take for the service's endpoint. */
  readonly url: string;
  readonly close: () => void;
}

export interface ServiceRequest {
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface ServiceAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; default: nothing. */
  readonly body?: Readonly<Record<string, unknown>> | string;
}

/** Lambda's for an event; nothing else here takes so much. */
const MAX_BODY_BYTES = 6 * 1024 * 1024;

export async function startService(
  answer: (request: ServiceRequest) => ServiceAnswer | Promise<ServiceAnswer>,
): Promise<LoopbackService> {
  return listen((message, response) => {
    void respond(message, response, answer);
  });
}

export async function listen(onRequest: http.RequestListener): Promise<LoopbackService> {
  const server = http.createServer(onRequest);
  // A frozen function would not hear that its connection has been closed.
  server.keepAliveTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  server.unref();
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** An error as AWS answers it. */
export function refusal(type: string, message: string, status = 400): ServiceAnswer {
  return { status, headers: { "x-amzn-errortype": type }, body: { __type: type, message } };
}

async function respond(
  message: http.IncomingMessage,
  response: http.ServerResponse,
  answer: Parameters<typeof startService>[0],
): Promise<void> {
  const { status, headers, body } = await accepted(message, answer).catch((error: unknown) =>
    refusal("InternalServerError", error instanceof Error ? error.message : String(error), 500),
  );
  if (response.destroyed) return;
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1", ...headers });
  response.end(typeof body === "object" ? JSON.stringify(body) : body);
}

async function accepted(
  message: http.IncomingMessage,
  answer: Parameters<typeof startService>[0],
): Promise<ServiceAnswer> {
  const { authorization = "" } = message.headers;
  if (!isForThisHost(message) || isOfPage(message)) {
    return refusal("AccessDeniedException", "not for pages of a browser", 403);
  }
  if (!authorization.startsWith("AWS4-HMAC-SHA256 ")) {
    return refusal("MissingAuthenticationTokenException", "the request is not signed", 403);
  }
  const body = await readBytes(message, MAX_BODY_BYTES);
  if (body === undefined) return refusal("RequestTooLargeException", "more than 6 MB", 413);
  const { url: path = "/", headers } = message;
  return answer({ path, headers, body: body.toString("utf8") });
}

/** Names of other sites that lead to this machine are others'. */
export function isForThisHost({ headers, socket }: http.IncomingMessage): boolean {
  return headers.host === `127.0.0.1:${socket.localPort ?? 0}`;
}

export function isOfPage({ headers }: http.IncomingMessage): boolean {
  return headers.origin !== undefined;
}

/** Undefined when it is too large. */
export async function readBytes(
  message: http.IncomingMessage,
  maxBytes: number,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
