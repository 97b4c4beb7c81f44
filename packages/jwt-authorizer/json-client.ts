/**
 * Fetches JSON documents of the issuer, all of them within one time limit: over https, of 256 kB at
 * most, without following redirects. Plain http is for loopback addresses, as a local issuer has.
 */
import type * as http from "node:http";
import type * as https from "node:https";
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

/** One document after the other: `get` is not for two at once. */
export class JsonClient {
  private readonly timer: NodeJS.Timeout;
  /** Of its own: a connection that was kept while the environment slept may be dead. */
  private readonly agents = new Map<HttpModule, http.Agent>();
  private isLate = false;
  /** Ends what is being fetched. */
  private giveUp: (() => void) | undefined;

  /** @param limitMs for everything that is fetched with it: `get` settles then, whatever a socket does. */
  constructor(limitMs: number) {
    this.timer = setTimeout(() => {
      this.isLate = true;
      this.giveUp?.();
    }, limitMs);
  }

  /** @throws FetchFailure */
  async get(url: string): Promise<JsonRecord> {
    const text = await this.getText(url, moduleFor(url));
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
    for (const agent of this.agents.values()) agent.destroy();
  }

  private async getText(url: string, module: HttpModule): Promise<string> {
    if (this.isLate) throw new FetchFailure(url, LATE);
    const agent = this.agents.get(module) ?? new module.Agent({ keepAlive: true });
    this.agents.set(module, agent);
    const sent = module.request(url, { agent, headers: HEADERS });
    try {
      return await this.settled(url, sent);
    } catch (error) {
      // What is still being sent is not read.
      sent.destroy();
      throw error;
    } finally {
      this.giveUp = undefined;
    }
  }

  private async settled(url: string, sent: http.ClientRequest): Promise<string> {
    return new Promise((resolve, reject) => {
      let hasResponse = false;
      const fail = (reason: string, isAnswered = false): void => {
        reject(new FetchFailure(url, reason, isAnswered));
      };
      this.giveUp = () => {
        fail(LATE);
      };
      sent.on("error", (error) => {
        fail(reasonOf(error));
      });
      sent.on("response", (response) => {
        hasResponse = true;
        readText(response).then(resolve, (error: unknown) => {
          fail(reasonOf(error as Error), error instanceof Unfit);
        });
      });
      // Node hands this socket over, and says nothing more of the request.
      sent.on("upgrade", ({ statusCode }, socket) => {
        socket.destroy();
        fail(`status ${statusCode}`, true);
      });
      sent.on("close", () => {
        if (!hasResponse) fail("closed without a response");
      });
      sent.end();
    });
  }
}

const LATE = "no answer in time";

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

type HttpModule = Pick<typeof http | typeof https, "Agent" | "request">;

/** Loaded when it is needed: a cold start pays for one of them. @throws FetchFailure */
function moduleFor(url: string): HttpModule {
  const parsed = URL.parse(url);
  // Node would send them; and a message has the URL.
  if (parsed !== null && parsed.username + parsed.password !== "") {
    throw new FetchFailure(`${parsed.protocol}//${parsed.host}`, "a URL with a name or a password");
  }
  if (parsed?.protocol === "https:") return process.getBuiltinModule("node:https");
  if (isLoopbackHttp(url)) return process.getBuiltinModule("node:http");
  throw new FetchFailure(url, "not an https URL");
}
