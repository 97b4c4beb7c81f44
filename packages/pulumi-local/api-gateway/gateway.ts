/**
 * API Gateway on loopback: an HTTP server in front of the deployed stage of a REST API.
 *
 * The path of a request: host -> page, or held until a program is served -> stage.ts -> response.
 * A Host that is not this server's own is refused, so that no other site's name can stand for it.
 */
import { randomUUID } from "node:crypto";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { PortInUse, UserError } from "../user-error";
import type { AnsweredRequest } from "./answered-request";
import { plainForbidden, plainTooManyHeaders } from "./gateway-responses";
import { readBody, writeResponse } from "./http-body";
import { headerBytes, MAX_HEADER_BYTES } from "./http-headers";
import type { GatewayRequest } from "./proxy-event";
import type { RestApi } from "./rest-api";
import { Stage, type StageOptions, type StageResponse } from "./stage";
import { writeStream } from "./stream-body";

export interface GatewayOptions extends StageOptions {
  /** Receives each request when it has been answered. */
  readonly onRequest?: (request: AnsweredRequest) => void;
  /** Responds to what is not the API's, to its own names only; false leaves a request to the API. */
  readonly page?: (message: http.IncomingMessage, reply: http.ServerResponse) => boolean;
  /**
   * Whether the page has made a request: for a person, or for itself, of which onRequest hears nothing.
   * Is given the request's id.
   */
  readonly origin?: (
    message: http.IncomingMessage,
    requestId: string,
  ) => "page" | "own" | undefined;
}

export class Gateway {
  private readonly server: http.Server;
  private stage: Stage | undefined;
  /** Resolves when requests may go on; all are held until the first deployment. */
  private open: Promise<void>;
  private release: () => void;

  constructor(private readonly options: GatewayOptions) {
    // API Gateway's own limit lies below.
    this.server = http.createServer({ maxHeaderSize: 64 * 1024 }, (request, response) => {
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
   * @throws UserError when the port is taken.
   */
  async listen(port: number): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once("error", (error: NodeJS.ErrnoException) => {
        const isTaken = error.code === "EADDRINUSE";
        const text = `Cannot listen on port ${port}: ${error.message}`;
        reject(isTaken ? new PortInUse(port) : new UserError(text));
      });
      this.server.listen(port, "127.0.0.1", resolve);
    });
    return `http://127.0.0.1:${this.port}`;
  }

  /** Serves this API from now on. */
  deploy(api: RestApi): void {
    this.stage = new Stage(api, this.options);
    this.release();
  }

  /** Holds new requests until the returned function is called. */
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
    const from = this.options.origin?.(message, requestId);
    const at = (this.options.now ?? Date.now)();
    let started = performance.now();
    try {
      const body = await readBody(message);
      // Nobody waits on AWS while a program is evaluated: that is no latency.
      const heldFrom = performance.now();
      await this.open;
      started += performance.now() - heldFrom;
      const { status, ...sent } = await this.answer(
        reply,
        requestId,
        await this.respond({ message, body, requestId, isOwn: from === "own" }, domainName),
      );
      if (from === "own") return;
      this.options.onRequest?.({
        ...(from === "page" && { from }),
        at,
        method: message.method ?? "",
        path: message.url ?? "",
        requestId,
        protocolVersion: message.headersDistinct["mcp-protocol-version"]?.[0],
        body,
        status,
        milliseconds: performance.now() - started,
        ...sent,
      });
    } catch (error) {
      if (message.destroyed && !message.complete) return;
      this.options.onFailure?.(`the local gateway failed: ${describe(error)}`);
      const text = JSON.stringify({ message: "Internal server error" });
      const headers = { "content-type": "application/json" };
      if (reply.headersSent) reply.destroy();
      else writeResponse(reply, { status: 500, headers, body: Buffer.from(text) }, requestId);
    }
  }

  /** Sends a response. @returns what came of it. */
  private async answer(
    reply: http.ServerResponse,
    requestId: string,
    { response, api, stream }: StageResponse,
  ): Promise<Pick<AnsweredRequest, "status" | "bytes" | "response" | "api">> {
    const { status, body } = response;
    if (stream === undefined) {
      writeResponse(reply, response, requestId);
      return { status, bytes: body.length, response: body, api };
    }
    const { bytes, kept, milliseconds } = await writeStream(reply, stream, requestId);
    return { status, bytes, response: kept, api: api && { ...api, integrationMs: milliseconds } };
  }

  private async respond(
    request: GatewayRequest,
    domainName: string | undefined,
  ): Promise<StageResponse> {
    if (domainName === undefined) {
      const names = `127.0.0.1:${this.port} or localhost:${this.port}`;
      return { response: plainForbidden(`Host must be ${names}.`) };
    }
    if (headerBytes(request.message) > MAX_HEADER_BYTES) {
      return { response: plainTooManyHeaders(MAX_HEADER_BYTES) };
    }
    if (this.stage === undefined) return { response: plainForbidden("Forbidden") };
    return this.stage.respond(request, domainName);
  }

  /** The name under which the request reached this server; undefined for a name that is not its own. */
  private ownName(host: string | undefined): string | undefined {
    const names = ["127.0.0.1", "localhost", "[::1]"];
    // Clients leave port 80 out.
    const given = this.port === 80 ? `${host ?? ""}:80` : host;
    return names.find((name) => given?.toLowerCase() === `${name}:${this.port}`);
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
