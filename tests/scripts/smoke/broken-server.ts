/** Servers of tests, that answer as something broken does. */
import * as http from "node:http";
import * as https from "node:https";
import type { AddressInfo } from "node:net";

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is no text is sent as JSON. */
  readonly body?: unknown;
}

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export interface BrokenServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/**
 * @param answer undefined cuts the connection.
 * @param tls key and certificate; default: http.
 */
export async function startBroken(
  answer: (received: Received) => Reply | undefined,
  tls?: https.ServerOptions,
): Promise<BrokenServer> {
  const onRequest: http.RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url: path = "", headers } = request;
      const body = Buffer.concat(chunks).toString("utf8");
      const reply = answer({ method, path, headers, body });
      if (reply === undefined) {
        request.socket.destroy();
        return;
      }
      const isText = typeof reply.body === "string";
      const type = { "content-type": "application/json" };
      response.writeHead(reply.status, { ...type, ...reply.headers });
      response.end(isText ? reply.body : JSON.stringify(reply.body ?? {}));
    });
  };
  const server =
    tls === undefined ? http.createServer(onRequest) : https.createServer(tls, onRequest);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `${tls === undefined ? "http" : "https"}://127.0.0.1:${port}/dev/mcp`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** As this server answers; what a test breaks stands before it. */
export function well({ method, headers, body }: Received): Reply {
  if (method === "GET") return { status: 405, headers: { allow: "POST" } };
  if (headers.origin !== undefined) return { status: 403, body: rpcError(-32600, "Origin") };
  if (body.length > 1_048_576) return { status: 413, body: rpcError(-32600, "too large") };
  try {
    return { status: 200, body: answerTo(JSON.parse(body) as Message) };
  } catch {
    return { status: 400, body: rpcError(-32700, "Parse error") };
  }
}

interface Message {
  readonly method: string;
  readonly params?: { readonly name?: string };
}

const TOOL = {
  name: "now",
  inputSchema: { type: "object" },
  annotations: { readOnlyHint: true },
};

const RESULTS: Readonly<Record<string, object>> = {
  ping: {},
  "server/discover": { supportedVersions: ["2026-07-28"] },
  initialize: { protocolVersion: "2025-11-25", serverInfo: { name: "well", version: "1" } },
  "tools/list": { tools: [TOOL] },
  "tools/call": { content: [{ type: "text", text: "noon" }] },
};

function answerTo({ method, params }: Message): object {
  const isUnknown = method === "tools/call" && params?.name !== TOOL.name;
  if (isUnknown) return { ...rpcError(-32602, "Tool not found"), id: 1 };
  return { jsonrpc: "2.0", id: 1, result: RESULTS[method] };
}

export function rpcError(code: number, message: string): object {
  return { jsonrpc: "2.0", id: null, error: { code, message } };
}
