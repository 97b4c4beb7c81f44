/** MCP over HTTP, as plain clients speak it. */

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is not JSON. */
  readonly json: unknown;
}

/** Posts a body: an object as JSON, a text as it is. */
export async function post(
  url: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return send(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
}

export async function send(url: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(url, init);
  const text = await response.text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status: response.status, headers: response.headers, text, json };
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
