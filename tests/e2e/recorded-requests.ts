/** Recorded requests of every kind, the same at each run, to compare two servers of this program. */
import { call, modern } from "mcp-lambda/testing";

export interface RecordedRequest {
  readonly name: string;
  readonly method: string;
  /** Behind the endpoint's own path. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

const JSON_TYPE = { "content-type": "application/json" } as const;

function posted(
  name: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): RecordedRequest {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return { name, method: "POST", path: "", headers: { ...JSON_TYPE, ...headers }, body: text };
}

function message(method: string, params?: object, id: number | string = 1): object {
  return { jsonrpc: "2.0", id, method, ...(params && { params }) };
}

/** One round of kinds; numbers, texts and ids differ from round to round. */
function round(n: number): RecordedRequest[] {
  const text = `round ${n}: ${"wörd 👋 ".repeat(n % 7)}`;
  const sum = { name: "add", arguments: { a: n, b: n * n - 7 } };
  const asModern = (name: string, method: string, params: object): RecordedRequest => {
    const { body, headers } = modern(method, params as Record<string, unknown>);
    return posted(name, body, headers);
  };
  const bare = (method: string, path: string): RecordedRequest => ({
    name: `${method} ${path || "/mcp"}`,
    method,
    path,
    headers: {},
    body: undefined,
  });
  return [
    posted("add", call("add", { a: n, b: 5 }, n)),
    posted("add, id a text", call("add", { a: 0.1, b: n }, `id-${n}`)),
    posted("text-statistics", call("text-statistics", { text }, n)),
    posted("unknown time zone", call("current-time", { timeZone: `Mars/${n}` }, n)),
    posted("wrong arguments", call("add", { a: text }, n)),
    posted("unknown tool", call(`nope-${n}`, {}, n)),
    posted("a tool that throws", call("throws", {}, n)),
    posted("tools/list", message("tools/list")),
    posted("ping", message("ping", undefined, n)),
    posted("a resource", message("resources/read", { uri: "server://deployment" }, n)),
    posted(
      "a prompt",
      message("prompts/get", { name: "plan-meeting", arguments: { timeZones: text } }),
    ),
    posted(
      "initialize",
      message("initialize", {
        protocolVersion: ["2025-03-26", "2025-06-18", "2025-11-25", "1999-01-01"][n % 4],
        capabilities: {},
        clientInfo: { name: "recorded", version: String(n) },
      }),
    ),
    posted("notification", { jsonrpc: "2.0", method: "notifications/initialized" }),
    posted("unknown method", message(`no/such-${n}`)),
    posted("batch", [call("add", { a: n, b: 1 }, 1), message("ping", undefined, 2)]),
    posted("cancelled batch", [
      call("add", { a: n, b: 1 }, 1),
      { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } },
    ]),
    posted("unsupported version", call("add", sum.arguments), { "mcp-protocol-version": "1999" }),
    posted("truncated JSON", JSON.stringify(call("add", sum.arguments)).slice(0, 10 + n)),
    posted("no message", { n }),
    posted("id null", { jsonrpc: "2.0", id: null, method: "ping" }),
    posted("another media type", call("add", sum.arguments), { "content-type": "text/plain" }),
    posted("an origin", call("add", sum.arguments), { origin: "https://evil.test" }),
    asModern("modern call", "tools/call", sum),
    asModern("modern list", "tools/list", {}),
    asModern("modern discover", "server/discover", {}),
    asModern("modern unknown method", "ping", {}),
    posted("modern header mismatch", modern("tools/call", sum).body, {
      ...modern("tools/call", sum).headers,
      "mcp-name": "other",
    }),
    bare("GET", ""),
    bare("DELETE", ""),
    bare("PUT", ""),
    bare("GET", `/deeper/${n}`),
    posted("a large text", call("text-statistics", { text: "x".repeat(1_000 * n) }, n)),
  ];
}

/** 300 requests. */
export function recordedRequests(): RecordedRequest[] {
  return Array.from({ length: 10 }, (_, n) => round(n + 1))
    .flat()
    .slice(0, 300);
}
