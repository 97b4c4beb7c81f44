/**
 * docs/protocol.md: what each message is answered, asked of the served archive and written down.
 * `npm run docs` writes the file anew; the test compares it.
 */
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { format, resolveConfig } from "prettier";
import { PROJECT_ROOT } from "pulumi-local";
import { startTestServer, type TestServer } from "../support/local-server";
import { modern, send } from "mcp-lambda/testing";

const FILE = path.join(PROJECT_ROOT, "docs/protocol.md");

interface Row {
  readonly era: "2025" | "2026" | "any";
  readonly what: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A 2025-era request, or bare JSON-RPC. */
function legacy(what: string, method: string, params?: object, headers = {}): Row {
  return { era: "2025", what, body: { jsonrpc: "2.0", id: 1, method, params }, headers };
}

/** A 2026-07-28 request; headers override those that it must carry. */
function current(what: string, method: string, params = {}, headers = {}): Row {
  const request = modern(method, params);
  return { era: "2026", what, body: request.body, headers: { ...request.headers, ...headers } };
}

/** The same in both eras. */
function both(what: string, method: string, params?: Record<string, unknown>): Row[] {
  return [legacy(what, method, params), current(what, method, params)];
}

function initialize(protocolVersion: string): Row {
  const params = { protocolVersion, capabilities: {}, clientInfo: { name: "c", version: "1" } };
  return legacy(`\`initialize\` with ${protocolVersion}`, "initialize", params);
}

const ADD = { name: "add", arguments: { a: 10, b: 5 } };
const ADD_MESSAGE = { jsonrpc: "2.0", id: 1, method: "tools/call", params: ADD };
const PING = { jsonrpc: "2.0", id: 2, method: "ping" };
const zone = { ref: { type: "ref/resource", uri: "time-zone://{+name}" } };

const SECTIONS: readonly (readonly [string, readonly Row[]])[] = [
  [
    "Lifecycle",
    [
      initialize("2025-11-25"),
      initialize("2025-06-18"),
      initialize("2025-03-26"),
      initialize("1999-01-01"),
      current("`initialize`", "initialize"),
      ...both("`server/discover`", "server/discover"),
      ...both("`ping`", "ping"),
      {
        era: "2025",
        what: "`notifications/initialized`",
        body: { jsonrpc: "2.0", method: "notifications/initialized" },
      },
      {
        era: "2025",
        what: "`notifications/cancelled`",
        body: { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } },
      },
      {
        era: "2026",
        what: "a notification",
        headers: modern("notifications/cancelled").headers,
        body: {
          jsonrpc: "2.0",
          method: "notifications/cancelled",
          params: (modern("x").body as { params: object }).params,
        },
      },
      { era: "2025", what: "a response", body: { jsonrpc: "2.0", id: 1, result: {} } },
    ],
  ],
  [
    "Tools",
    [
      ...both("`tools/list`", "tools/list"),
      ...both("`tools/list` with a wrong cursor", "tools/list", { cursor: "nope" }),
      ...both("`tools/call` of `add`", "tools/call", ADD),
      ...both("wrong arguments", "tools/call", { name: "add", arguments: { a: "x", b: 5 } }),
      ...both("unknown tool", "tools/call", { name: "nope", arguments: {} }),
      legacy("a call without a name", "tools/call", {}),
      ...both("arguments that are a list", "tools/call", { name: "add", arguments: [] }),
    ],
  ],
  [
    "Resources, prompts, completions",
    [
      ...both("`resources/list`", "resources/list"),
      ...both("`resources/templates/list`", "resources/templates/list"),
      ...both("`resources/read`", "resources/read", { uri: "server://deployment" }),
      ...both("unknown resource", "resources/read", { uri: "test://nope" }),
      ...both("`resources/subscribe`", "resources/subscribe", { uri: "server://deployment" }),
      ...both("`prompts/list`", "prompts/list"),
      ...both("`prompts/get`", "prompts/get", {
        name: "plan-meeting",
        arguments: { timeZones: "UTC" },
      }),
      ...both("missing argument", "prompts/get", { name: "plan-meeting" }),
      ...both("unknown prompt", "prompts/get", { name: "nope" }),
      ...both("`completion/complete`", "completion/complete", {
        ...zone,
        argument: { name: "name", value: "Asia/Se" },
      }),
      ...both("`logging/setLevel`", "logging/setLevel", { level: "info" }),
      current("`subscriptions/listen`", "subscriptions/listen", {
        notifications: { toolsListChanged: true },
      }),
    ],
  ],
  [
    "Messages",
    [
      ...both("unknown method", "no/such"),
      { era: "any", what: "no JSON", body: "{bad" },
      { era: "any", what: "empty body", body: "" },
      { era: "any", what: "`null`", body: null },
      { era: "2025", what: "`id: null`", body: { ...PING, id: null } },
      { era: "2025", what: "`jsonrpc: 1.0`", body: { ...PING, jsonrpc: "1.0" } },
      { era: "2025", what: "batch", body: [ADD_MESSAGE, PING] },
      {
        era: "2025",
        what: "batch with a cancellation of its own request",
        body: [
          ADD_MESSAGE,
          { jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId: 1 } },
        ],
      },
      { era: "2025", what: "empty batch", body: [] },
      { era: "2025", what: "batch of 33", body: Array.from({ length: 33 }, () => PING) },
      {
        era: "2026",
        what: "batch",
        body: [modern("tools/list").body],
        headers: modern("x").headers,
      },
    ],
  ],
  [
    "Versions and headers",
    [
      legacy(
        "`MCP-Protocol-Version: 2025-06-18`",
        "ping",
        {},
        { "mcp-protocol-version": "2025-06-18" },
      ),
      legacy(
        "`MCP-Protocol-Version: 1999-01-01`",
        "ping",
        {},
        { "mcp-protocol-version": "1999-01-01" },
      ),
      legacy(
        "`MCP-Protocol-Version: 2026-07-28`, no `_meta`",
        "tools/list",
        {},
        modern("tools/list").headers,
      ),
      legacy("`Accept: text/html`", "ping", {}, { accept: "text/html" }),
      legacy("`Mcp-Session-Id`", "ping", {}, { "mcp-session-id": "x" }),
      current("no `MCP-Protocol-Version`", "tools/list", {}, { "mcp-protocol-version": undefined }),
      current("no `Mcp-Method`", "tools/list", {}, { "mcp-method": undefined }),
      current("no `Mcp-Name`", "tools/call", ADD, { "mcp-name": undefined }),
      current("another `Mcp-Name`", "tools/call", ADD, { "mcp-name": "other" }),
      current("`Mcp-Name` in base64", "tools/call", ADD, { "mcp-name": "=?base64?YWRk?=" }),
      current("`Accept: application/json`", "tools/call", ADD, { accept: "application/json" }),
    ],
  ],
  [
    "HTTP",
    [
      { era: "any", what: "GET", method: "GET" },
      { era: "any", what: "DELETE", method: "DELETE" },
      { era: "any", what: "OPTIONS", method: "OPTIONS" },
      {
        era: "any",
        what: "`Content-Type: text/plain`",
        body: PING,
        headers: { "content-type": "text/plain" },
      },
      {
        era: "any",
        what: "`Origin` that is not allowed",
        body: PING,
        headers: { origin: "https://x.test" },
      },
    ],
  ],
];

const LONGEST = 240;

async function ask(url: string, { method = "POST", headers = {}, body }: Row): Promise<string[]> {
  const given = Object.entries({ "content-type": "application/json", ...headers }).filter(
    ([, value]: [string, unknown]) => value !== undefined,
  );
  const answer = await send(url, {
    method,
    headers: Object.fromEntries(given),
    ...(method === "POST" && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = answer.text.trim().replace(/\s*\n\s*/g, " ");
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  const cell = shown === "" ? "" : `\`${shown.replaceAll("|", "\\|")}\``;
  return [String(answer.status), answer.headers.get("content-type") ?? "", cell];
}

async function write(url: string): Promise<string> {
  const lines = [
    "# What each message is answered",
    "",
    "Written by `npm run docs`, which asks the server as it is served by `npm start`; a test compares it. 2025: revisions 2025-03-26 to 2025-11-25 and bare JSON-RPC. 2026: revision 2026-07-28, whose requests carry `_meta` and headers. Long bodies are cut. What does not concern MCP is in [http-responses.md](http-responses.md).",
  ];
  for (const [title, rows] of SECTIONS) {
    lines.push("", `## ${title}`, "");
    lines.push("| era | sent | status | content type | body |", "|---|---|---|---|---|");
    for (const row of rows) {
      const cells = [row.era, row.what, ...(await ask(url, row))];
      lines.push(`| ${cells.join(" | ")} |`);
    }
  }
  const options = await resolveConfig(FILE);
  return format(`${lines.join("\n")}\n`, { ...options, parser: "markdown" });
}

describe("docs/protocol.md", () => {
  let server: TestServer;

  before(async function () {
    this.timeout(120_000);
    server = await startTestServer();
  });

  after(() => server.close());

  it("says what each message is answered", async () => {
    const written = await write(server.endpoint);
    if (process.env["WRITE_DOCS"] !== undefined) fs.writeFileSync(FILE, written);
    expect(fs.readFileSync(FILE, "utf8"), "run: npm run docs").to.equal(written);
  });
});
