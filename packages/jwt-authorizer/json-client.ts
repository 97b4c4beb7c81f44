/**
 * Fetches JSON documents of the issuer, all of them within one time limit: over https, of 256 kB at
 * most, without following redirects. Plain http is for loopback addresses, as a local issuer has.
 */
import * as http from "node:http";
import * as https from "node:https";
import { clip } from "./refusal";
import { isJsonRecord, type JsonRecord } from "./signed-token";

const MAX_BYTES = 262_144;

/** A document that could not be had; its message names it. */
export class FetchFailure extends Error {
  constructor(
    url: string,
    reason: string,
    /** Whether the server answered, with something else than the document. */
    readonly isAnswered = false,
  ) {
    super(`${clip(url, 300)}: ${reason}`);
  }
}

export class JsonClient {
  private readonly limit = new AbortController();
  private readonly timer: NodeJS.Timeout;
  /** Of its own: a connection that was kept while the environment slept may be dead. */
  private readonly agents = {
    "https:": new https.Agent({ keepAlive: true }),
    "http:": new http.Agent({ keepAlive: true }),
  };

  /** @param limitMs for everything that is fetched with it. */
  constructor(limitMs: number) {
    this.timer = setTimeout(() => {
      this.limit.abort();
    }, limitMs);
  }

  /** @throws FetchFailure */
  async get(url: string): Promise<JsonRecord> {
    const { protocol } = checkedUrl(url);
    const text = await this.getText(url, protocol);
    try {
      const value: unknown = JSON.parse(text);
      if (isJsonRecord(value)) return value;
    } catch {
      // Told below.
    }
    throw new FetchFailure(url, "not a JSON object", true);
  }

  close(): void {
    clearTimeout(this.timer);
    this.agents["https:"].destroy();
    this.agents["http:"].destroy();
  }

  private async getText(url: string, protocol: "https:" | "http:"): Promise<string> {
    const { signal } = this.limit;
    const options = { agent: this.agents[protocol], headers: HEADERS, signal };
    const { request } = protocol === "https:" ? https : http;
    return new Promise((resolve, reject) => {
      const fail = (error: Error): void => {
        reject(new FetchFailure(url, signal.aborted ? "no answer in time" : reasonOf(error)));
      };
      const sent = request(url, options, (response) => {
        readText(response).then(resolve, (error: unknown) => {
          // What is still being sent is not read.
          sent.destroy();
          if (error instanceof Unfit) reject(new FetchFailure(url, error.message, true));
          else fail(error as Error);
        });
      });
      sent.on("error", fail);
      sent.end();
    });
  }
}

const HEADERS = {
  accept: "application/json, application/jwk-set+json",
  "accept-encoding": "identity",
  "user-agent": "jwt-authorizer",
};

/** An answer that is no document. */
class Unfit extends Error {}

async function readText(response: http.IncomingMessage): Promise<string> {
  if (response.statusCode !== 200) throw new Unfit(`status ${response.statusCode}`);
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new Unfit(`more than ${MAX_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** "ECONNREFUSED", or what went wrong in words. */
function reasonOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  return clip(code ?? error.message);
}

/** Whether a URL may be fetched without TLS: it does not leave the machine. */
export function isLoopbackHttp(url: string): boolean {
  const parsed = URL.parse(url);
  return parsed?.protocol === "http:" && LOOPBACK.includes(parsed.hostname);
}

const LOOPBACK = ["127.0.0.1", "localhost", "[::1]"];

function checkedUrl(url: string): { readonly protocol: "https:" | "http:" } {
  const protocol = URL.parse(url)?.protocol;
  if (protocol === "https:") return { protocol };
  if (isLoopbackHttp(url)) return { protocol: "http:" };
  throw new FetchFailure(url, "not an https URL");
}
