/** The page before a server whose tools have pages (MCP Apps), each of them written here by hand. */
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { createPage, LogFeed } from "../../page/server/server";
import { VIEW } from "./view";

type JsonObject = Readonly<Record<string, unknown>>;

const MIME_TYPE = "text/html;profile=mcp-app";

/**
 * A page that writes down what it is told, and what becomes of what it tries: on a line each, as JSON.
 * Buttons send what the host has to answer.
 */
const APP = `<!doctype html>
<html>
  <title>App</title>
  <style>body { margin: 0; color: rgb(1, 2, 3) }</style>
  <pre id="lines"></pre>
  <button onclick="request('tools/call', { name: 'refresh', arguments: { n: 2 } })">refresh</button>
  <button onclick="request('tools/call', { name: 'hidden' })">hidden</button>
  <button onclick="request('tools/call', { name: 'nobody' })">nobody</button>
  <button onclick="request('tools/call', { name: 'wipe' })">wipe</button>
  <button onclick="request('ui/open-link', { url: 'https://example.com' })">link</button>
  <button onclick="request('ui/message', { role: 'user', content: { type: 'text', text: 'hi' } })">message</button>
  <button onclick="notify('ui/notifications/size-changed', { height: 333.2 })">grow</button>
  <button onclick="notify('ui/notifications/size-changed', { height: 1e9 })">burst</button>
  <button onclick="notify('ui/notifications/request-teardown', {})">done</button>
  <script>
    const lines = document.getElementById("lines");
    const write = (what, value) => { lines.append(what + " " + JSON.stringify(value) + "\\n"); };
    const post = (message) => parent.postMessage({ jsonrpc: "2.0", ...message }, "*");
    const notify = (method, params) => post({ method, params });
    let last = 0;
    const waiting = new Map();
    const request = (method, params) => new Promise((resolve) => {
      waiting.set(last += 1, (answer) => { write(method, answer); resolve(answer); });
      post({ id: last, method, params });
    });
    addEventListener("message", ({ source, data }) => {
      if (source !== parent) return;
      if (data.method === undefined) waiting.get(data.id)?.(data.error ?? data.result);
      else {
        write(data.method, data.params);
        if (data.id !== undefined) post({ id: data.id, result: {} });
      }
    });
    const attempt = async (what, work) => {
      try { write(what, String(await work())); } catch (error) { write(what, "refused: " + error.name); }
    };
    void (async () => {
      await attempt("origin", () => origin);
      await attempt("parent", () => parent.document.title);
      await attempt("storage", () => localStorage.length);
      await attempt("cookie", () => document.cookie);
      await attempt("fetch", () => fetch("/~/view").then((response) => response.status));
      await request("tools/call", { name: "refresh" });
      await request("ui/initialize", {
        protocolVersion: "2026-01-26", appInfo: { name: "a", version: "1" }, appCapabilities: {},
      });
      notify("ui/notifications/initialized", {});
    })();
  </script>
</html>`;

const tool = (name: string, rest: JsonObject = {}): JsonObject => ({
  name,
  inputSchema: { type: "object", properties: { a: { type: "number" } } },
  annotations: { readOnlyHint: true },
  ...rest,
});
const ui = (resourceUri: string): JsonObject => ({ _meta: { ui: { resourceUri } } });

export const APP_TOOLS = [
  tool("chart", ui("ui://test/chart")),
  tool("broken", ui("ui://test/broken")),
  tool("refresh"),
  tool("hidden", { _meta: { ui: { visibility: ["model"] } } }),
  tool("wipe", { annotations: { destructiveHint: true } }),
];

export interface AppServer {
  readonly url: string;
  /** Messages that the endpoint got, the newest last. */
  readonly received: JsonObject[];
  /** `_meta.ui` of the page's contents; undefined for none. */
  settings: JsonObject | undefined;
  readonly close: () => Promise<void>;
}

export async function startAppServer(html = APP): Promise<AppServer> {
  const received: JsonObject[] = [];
  const server = http.createServer((message, reply) => {
    if (!page.handle(message, reply)) void respond(message, reply);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const made: AppServer = {
    url,
    received,
    settings: undefined,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  const page = createPage({
    title: () => "apps",
    endpoint: () => `${url}/dev/mcp`,
    view: () => VIEW,
    log: new LogFeed(),
  });

  async function respond(message: http.IncomingMessage, reply: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of message as AsyncIterable<Buffer>) chunks.push(chunk);
    const asked = JSON.parse(Buffer.concat(chunks).toString()) as JsonObject;
    received.push(asked);
    reply.setHeader("content-type", "application/json");
    reply.end(JSON.stringify({ jsonrpc: "2.0", id: asked["id"], ...outcomeOf(asked) }));
  }
  function outcomeOf({ method, params }: JsonObject): JsonObject {
    const { name, uri, arguments: args } = params as JsonObject;
    if (method === "tools/list") return { result: { tools: APP_TOOLS } };
    if (method === "resources/list") {
      const csp = { connectDomains: ["https://listed.example.com"] };
      return { result: { resources: [{ uri: "ui://test/chart", _meta: { ui: { csp } } }] } };
    }
    if (method === "prompts/list" || method === "resources/templates/list") {
      return { error: { code: -32601, message: "Method not found" } };
    }
    if (method !== "resources/read") {
      const content = [{ type: "text", text: `${String(name)} was called` }];
      return { result: { content, structuredContent: { given: args } } };
    }
    if (uri !== "ui://test/chart")
      return { error: { code: -32602, message: "Resource not found" } };
    const _meta = made.settings && { ui: made.settings };
    return { result: { contents: [{ uri, mimeType: MIME_TYPE, text: html, _meta }] } };
  }
  return made;
}
