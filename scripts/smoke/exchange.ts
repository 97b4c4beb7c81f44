/** One HTTP exchange as a caller sees it: never thrown, with times, and with what TLS said. */
import * as http from "node:http";
import * as https from "node:https";
import type { TLSSocket } from "node:tls";

export type Exchange = Answered | Unanswered;

export interface Answered {
  readonly kind: "answered";
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  /** From the request's begin to the last byte, milliseconds; the first one connects as well. */
  readonly milliseconds: number;
  /** Undefined over http. */
  readonly tls: Tls | undefined;
}

export interface Tls {
  /** "TLSv1.3" */
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly certificateEnds: number;
}

export interface Unanswered {
  readonly kind: "unanswered";
  /** Of Node.js: ENOTFOUND, ECONNREFUSED, CERT_HAS_EXPIRED ... */
  readonly code: string;
  readonly message: string;
}

export interface Sent {
  /** Default: POST. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Milliseconds, default 30,000: API Gateway ends at 29 s. */
  readonly limitMs?: number;
}

/** What is read of an answer: as much as Lambda gives. */
const MAX_BYTES = 6_500_000;

/** Sends requests over connections that are kept; `close` them. */
export class Connection {
  private readonly agent: http.Agent;

  constructor(readonly url: string) {
    const { Agent } = url.startsWith("https:") ? https : http;
    this.agent = new Agent({ keepAlive: true });
  }

  close(): void {
    this.agent.destroy();
  }

  async send({ method = "POST", headers = {}, body, limitMs = 30_000 }: Sent): Promise<Exchange> {
    const { request } = this.url.startsWith("https:") ? https : http;
    const started = performance.now();
    const signal = AbortSignal.timeout(limitMs);
    return new Promise((resolve) => {
      const fail = (error: NodeJS.ErrnoException): void => {
        const code = signal.aborted ? "TIMEOUT" : (error.code ?? error.name);
        resolve({ kind: "unanswered", code, message: error.message });
      };
      const sent = request(this.url, { agent: this.agent, method, headers, signal });
      sent.on("error", fail);
      sent.on("response", (response) => {
        const tls = tlsOf(response.socket);
        readText(response).then((text) => {
          const milliseconds = performance.now() - started;
          const { statusCode: status = 0, headers: received } = response;
          resolve({ kind: "answered", status, headers: received, body: text, milliseconds, tls });
        }, fail);
      });
      sent.end(body);
    });
  }
}

async function readText(response: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Error(`an answer of more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function tlsOf(socket: http.IncomingMessage["socket"]): Tls | undefined {
  if (!("getPeerCertificate" in socket)) return undefined;
  const secure = socket as TLSSocket;
  const { valid_to: ends } = secure.getPeerCertificate();
  return { version: secure.getProtocol() ?? "unknown", certificateEnds: Date.parse(ends) };
}
