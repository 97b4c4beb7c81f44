/**
 * Calls the MCP endpoint for the page, as a plain client of either protocol era does. Not the
 * browser itself: its Origin would meet the server's own rule, and it may not set every header.
 */
import * as http from "node:http";
import { type Call, isObject, type Relayed } from "./call";
import { type CallOrigin, markConnection } from "./call-origin";
import { PROJECT } from "../../program/project-root";

const META = "io.modelcontextprotocol/";
/** Questions become forms (client/question-form.ts), and pages of tools are shown (client/app-frame.ts). */
const ELICITATION = { form: {} };
const UI = { [`${META}ui`]: { mimeTypes: ["text/html;profile=mcp-app"] } };
const TASKS = { [`${META}tasks`]: {} };
let lastId = 0;

export interface RelayOptions {
  readonly url: string;
  /** Headers that prove who calls; what is told of the request has them without their values. */
  readonly proof: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** @throws when nothing answers at the endpoint. */
export async function relay(call: Call, { url, proof, signal }: RelayOptions): Promise<Relayed> {
  const { body, headers } = toRequest(call);
  const at = Date.now();
  const started = performance.now();
  const origin = call.own === true ? "own" : "page";
  const sent = { body, headers: { ...headers, ...proof }, signal, origin } as const;
  const response = await post(url, sent);
  const milliseconds = performance.now() - started;
  const told = Object.fromEntries(Object.keys(proof).map((name) => [name, "(not shown)"]));
  return { request: { url, headers: { ...headers, ...told }, body }, response, milliseconds, at };
}

export function toRequest({ era, method, params, tasks = false }: Call): {
  body: string;
  headers: Record<string, string>;
} {
  lastId += 1;
  const message = { jsonrpc: "2.0", id: lastId, method, params };
  const shared = {
    "Content-Type": "application/json",
    Accept: "application/json, text/event-stream",
  };
  if (era === "2025") {
    const headers = { ...shared, "MCP-Protocol-Version": "2025-11-25" };
    return { body: JSON.stringify(message), headers };
  }
  const given = params["_meta"];
  const _meta = {
    [`${META}protocolVersion`]: "2026-07-28",
    [`${META}clientCapabilities`]: {
      elicitation: ELICITATION,
      extensions: tasks ? { ...UI, ...TASKS } : UI,
    },
    [`${META}clientInfo`]: { name: "local-page", version: PROJECT.version },
    ...(isObject(given) && given),
  };
  const name = params["name"] ?? params["uri"] ?? params["taskId"];
  const headers = {
    ...shared,
    "MCP-Protocol-Version": "2026-07-28",
    "Mcp-Method": method,
    ...(typeof name === "string" && { "Mcp-Name": headerValue(name) }),
  };
  return { body: JSON.stringify({ ...message, params: { ...params, _meta } }), headers };
}

/** As the protocol writes what a header cannot hold as it is. */
function headerValue(text: string): string {
  const isPlain = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/.test(text);
  return isPlain ? text : `=?base64?${Buffer.from(text).toString("base64")}?=`;
}

interface Sent {
  readonly body: string;
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
  readonly origin: CallOrigin;
}

async function post(url: string, { body, origin, ...options }: Sent): Promise<Relayed["response"]> {
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    http
      .request(url, { ...options, method: "POST", agent: false }, resolve)
      .once("error", reject)
      .once("socket", (socket) => {
        markConnection(socket, origin);
      })
      .end(body);
  });
  const chunks: Buffer[] = [];
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk);
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    body: Buffer.concat(chunks).toString("utf8"),
  };
}
