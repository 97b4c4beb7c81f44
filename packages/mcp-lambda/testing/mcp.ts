/** MCP over HTTP, as plain clients speak it. */
import { createOutputCheck } from "./output-check";
import { readStrictly } from "./strict-reader";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is not JSON. */
  readonly json: unknown;
}

/**
 * Posts a body: an object as JSON, a text as it is.
 *
 * @throws Error when a strict client could not read the answer, or a result is not as listed.
 */
export async function post(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const answer = await send(url, postOf(text, headers));
  if (answer.text.includes('"structuredContent"')) {
    const check = createOutputCheck(async (request) => {
      return (await send(url, postOf(JSON.stringify(request), credentialsIn(headers)))).json;
    });
    await check(JSON.parse(text), readStrictly(answer.text));
  }
  return answer;
}

function credentialsIn(headers: Readonly<Record<string, string>>): Record<string, string> {
  const names = ["authorization", "x-api-key"];
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => names.includes(name.toLowerCase())),
  );
}

function postOf(body: string, headers: Readonly<Record<string, string>> = {}): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json", ...headers }, body };
}

/** @throws Error when the response is JSON, or a stream of it, that a strict client could not read. */
export async function send(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const { status, headers } = response;
  const text = new TextDecoder("utf-8", { fatal: true }).decode(await response.arrayBuffer());
  const type = headers.get("content-type") ?? "";
  const isJson = type.startsWith("application/json");
  const read = isJson || type.startsWith("text/event-stream") ? readStrictly(text) : undefined;
  return { status, headers, text, json: isJson ? read : undefined };
}

export function call(name: string, args: unknown = {}, id: number | string = 1): object {
  return { jsonrpc: "2.0", method: "tools/call", params: { name, arguments: args }, id };
}

/** The request that everybody tries first, and its answer. */
export const FIRST_REQUEST = call("add", { a: 10, b: 5 });
export const FIRST_ANSWER = {
  jsonrpc: "2.0",
  result: { content: [{ type: "text", text: "10 + 5 = 15" }] },
  id: 1,
};

export const VERSION_KEY = "io.modelcontextprotocol/protocolVersion";
const CAPABILITIES_KEY = "io.modelcontextprotocol/clientCapabilities";

/** A 2026-07-28 request and the headers that it must carry. */
export function modern(
  method: string,
  params: Readonly<Record<string, unknown>> = {},
): { body: object; headers: Record<string, string> } {
  const _meta = { [VERSION_KEY]: "2026-07-28", [CAPABILITIES_KEY]: {} };
  const name = params["name"] ?? params["uri"];
  return {
    body: { jsonrpc: "2.0", id: 1, method, params: { ...params, _meta } },
    headers: {
      "mcp-protocol-version": "2026-07-28",
      "mcp-method": method,
      ...(typeof name === "string" && { "mcp-name": name }),
    },
  };
}
