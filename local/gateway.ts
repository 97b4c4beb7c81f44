/**
 * Serves a declared REST API over HTTP on loopback as API Gateway does: its routes, authorization,
 * throttling, mock integrations, gateway responses, and Lambda proxy integrations.
 *
 * The path of a request: host -> stage -> route -> authorization -> throttle -> integration.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-basic-concept.html
 */
import { randomUUID } from "node:crypto";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { Problem } from "./problem";
import type { RestApi } from "./rest-api";
import { gatewayResponse, mockResponse } from "./gateway-responses";
import { TokenBucket } from "./token-bucket";
import { type GatewayRequest, type GatewayResponse, toHttp, toProxyEvent } from "./proxy-event";
import { type InvocationResult, MAX_EVENT_BYTES } from "./environment";

export interface GatewayOptions {
  /** Invokes the function or alias with this ARN. */
  readonly invoke: (functionArn: string, event: unknown) => Promise<InvocationResult>;
  /** Told of each request when it has been answered. */
  readonly onRequest?: (request: AnsweredRequest) => void;
  /** Answers what is not the API's, to its own names only; false leaves a request to the API. */
  readonly page?: (message: http.IncomingMessage, reply: http.ServerResponse) => boolean;
  /** Told, in words, of faults of the gateway itself. */
  readonly onFailure?: (text: string) => void;
  /** How long to wait for a function; default: 29 seconds, as API Gateway. */
  readonly integrationTimeoutMs?: number;
  /** Clock in milliseconds; default Date.now. */
  readonly now?: () => number;
}

export interface AnsweredRequest {
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  /** Undefined when it was larger than API Gateway takes. */
  readonly body: Buffer | undefined;
  readonly status: number;
  readonly milliseconds: number;
  /** Size of the answer's body. */
  readonly bytes: number;
  /** Undefined when it did not come to the API. */
  readonly api: ReachedApi | undefined;
}

/** How far a request has come in the API. */
export interface ReachedApi {
  readonly name: string;
  readonly stage: string;
  /** Path of the route, as declared; undefined when there is none. */
  readonly resource: string | undefined;
  /** Undefined when it was refused before. */
  readonly integrationMs: number | undefined;
}

/** What is answered, and by whom. */
interface Answered {
  readonly response: GatewayResponse;
  readonly api?: ReachedApi;
}

/** API Gateway's limit for a request's body. */
const MAX_REQUEST_BYTES = 10 * 1024 * 1024;

/** How long API Gateway waits for a function, the waiting for a free environment included. */
const INTEGRATION_TIMEOUT_MS = 29_000;

export class Gateway {
  private readonly server: http.Server;
  private deployment:
    { readonly api: RestApi; readonly bucket: TokenBucket | undefined } | undefined;
  /** Resolves when requests may go on; all wait for the first deployment. */
  private open: Promise<void>;
  private release: () => void;

  constructor(private readonly options: GatewayOptions) {
    this.server = http.createServer((request, response) => {
      void this.serve(request, response);
    });
    this.open = Promise.resolve();
    this.release = this.hold();
    // A client that is slow to send is cut off by API Gateway too.
    this.server.requestTimeout = 30_000;
  }

  /**
   * Listens on 127.0.0.1.
   *
   * @param port 0 for any free one.
   * @returns the URL that the API's stages lie under, without a slash at the end.
   * @throws Problem when the port is taken.
   */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", (error: NodeJS.ErrnoException) => {
        const taken = error.code === "EADDRINUSE";
        const text = taken
          ? `Port ${port} is in use. Stop what uses it, or choose another: npm start -- --port ${port + 1}`
          : `Cannot listen on port ${port}: ${error.message}`;
        reject(new Problem(text));
      });
      this.server.listen(port, "127.0.0.1", resolve);
    });
    return `http://127.0.0.1:${this.port}`;
  }

  /** Serves this API from now on; until the first call every request waits. */
  deploy(api: RestApi): void {
    const { throttle } = api;
    const bucket = throttle && new TokenBucket(throttle.rate, throttle.burst, this.options.now);
    this.deployment = { api, bucket };
    this.release();
  }

  /** Lets new requests wait until the returned function is called. */
  hold(): () => void {
    let release = (): void => undefined;
    this.open = new Promise((resolve) => (release = resolve));
    return release;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  private async serve(message: http.IncomingMessage, reply: http.ServerResponse): Promise<void> {
    const domainName = this.ownName(message.headers.host);
    if (domainName !== undefined && this.options.page?.(message, reply) === true) return;
    const requestId = randomUUID();
    const at = (this.options.now ?? Date.now)();
    const started = performance.now();
    try {
      const body = await readBody(message);
      await this.open;
      const { response, api } = await this.answer({ message, body, requestId }, domainName);
      write(reply, response, requestId);
      this.options.onRequest?.({
        at,
        method: message.method ?? "",
        path: message.url ?? "",
        body,
        status: response.status,
        milliseconds: performance.now() - started,
        bytes: response.body.length,
        api,
      });
    } catch (error) {
      if (message.destroyed && !message.complete) return;
      this.options.onFailure?.(`the local gateway failed: ${describe(error)}`);
      const text = JSON.stringify({ message: "Internal server error" });
      const headers = { "content-type": "application/json" };
      write(reply, { status: 500, headers, body: Buffer.from(text) }, requestId);
    }
  }

  private async answer(request: GatewayRequest, domainName: string | undefined): Promise<Answered> {
    if (domainName === undefined) {
      const names = `127.0.0.1:${this.port} or localhost:${this.port}`;
      return { response: plainForbidden(`Host must be ${names}.`) };
    }
    const { message, body, requestId } = request;
    // By hand: URL would take "//x" for a host and resolve "..".
    const [pathname = ""] = (message.url ?? "/").split("?");
    const [, stage = "", ...rest] = pathname.split("/");
    // Not the API's to answer: without a stage AWS does not know the API.
    if (this.deployment === undefined || stage !== this.deployment.api.stage) {
      return { response: plainForbidden("Forbidden") };
    }
    const { api, bucket } = this.deployment;
    const path = `/${rest.join("/")}`;
    const route = api.match(message.method ?? "GET", path);
    const reached: ReachedApi = {
      name: api.name,
      stage,
      resource: route?.resource,
      integrationMs: undefined,
    };
    const refuse = (type: string, text: string): Answered => ({
      response: gatewayResponse(api, type, { message: text, requestId: request.requestId }),
      api: reached,
    });

    if (route === undefined) {
      return refuse("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
    }
    if (route.needsSignature && !isSigned(message.headers.authorization)) {
      return refuse("MISSING_AUTHENTICATION_TOKEN", "Missing Authentication Token");
    }
    if (bucket?.take() === false) return refuse("THROTTLED", "Too Many Requests");
    if (body === undefined) return refuse("REQUEST_TOO_LARGE", "Request Too Long");
    if (route.integration.type === "mock") {
      const mediaType = message.headers["content-type"] ?? "application/json";
      const response = mockResponse(route.integration, mediaType);
      if (response !== undefined) return { response, api: reached };
      return refuse("UNSUPPORTED_MEDIA_TYPE", "Unsupported Media Type");
    }
    const event = toProxyEvent({ message, body, requestId }, { api, route, path, domainName });
    // Not seen on AWS: Lambda refuses the event, and the gateway passes that on.
    if (Buffer.byteLength(JSON.stringify(event)) > MAX_EVENT_BYTES) {
      return refuse("REQUEST_TOO_LARGE", "Request Too Long");
    }
    const started = performance.now();
    const result = await within(
      this.options.integrationTimeoutMs ?? INTEGRATION_TIMEOUT_MS,
      this.options.invoke(route.integration.functionArn, event),
    );
    const integrationMs = performance.now() - started;
    if (result === undefined) return refuse("INTEGRATION_TIMEOUT", "Endpoint request timed out");
    const answer = result.kind === "result" ? toHttp(result.payload) : undefined;
    const response = answer ?? gatewayResponse(api, "DEFAULT_5XX", badGateway(requestId));
    return { response, api: { ...reached, integrationMs } };
  }

  /** The name under which the request reached this server; undefined for a name that is not its own. */
  private ownName(host: string | undefined): string | undefined {
    const names = ["127.0.0.1", "localhost", "[::1]"];
    // Clients leave port 80 out.
    const given = this.port === 80 ? `${host ?? ""}:80` : host;
    return names.find((name) => given?.toLowerCase() === `${name}:${this.port}`);
  }
}

function write(reply: http.ServerResponse, response: GatewayResponse, requestId: string): void {
  reply.writeHead(response.status, {
    ...response.headers,
    "x-amzn-requestid": requestId,
    "content-length": response.body.length,
  });
  reply.end(response.body);
}

/** Undefined when the promise takes longer. */
async function within<Value>(
  milliseconds: number,
  promise: Promise<Value>,
): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => {
      resolve(undefined);
    }, milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** What AWS answers, in its words, when a function fails or returns no proxy result. */
function badGateway(requestId: string): { message: string; requestId: string; status: number } {
  return { message: "Internal server error", requestId, status: 502 };
}

/** Answers of AWS itself, which no API can change. */
function plainForbidden(message: string): GatewayResponse {
  const headers = { "content-type": "application/json", "x-amzn-errortype": "ForbiddenException" };
  return { status: 403, headers, body: Buffer.from(JSON.stringify({ message })) };
}

/** Only whether there is a signature: nobody here could verify it. */
function isSigned(authorization: string | undefined): boolean {
  return authorization?.startsWith("AWS4-HMAC-SHA256 ") ?? false;
}

/** The body, or undefined when it is larger than API Gateway takes. */
async function readBody(message: http.IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_REQUEST_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  return size <= MAX_REQUEST_BYTES ? Buffer.concat(chunks) : undefined;
}
