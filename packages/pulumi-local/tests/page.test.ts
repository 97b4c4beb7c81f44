/** The local page's server part, spoken to directly. */
import { expect } from "chai";
import { execFileSync } from "node:child_process";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { View } from "../cloudwatch/dashboard/view";
import type { DeclaredAccess } from "../oauth/declared-access";
import { createPage, LogFeed } from "../page/server/server";

interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

interface Asked {
  readonly method?: string;
  readonly headers?: http.OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

const VIEW: View = {
  title: "d",
  start: 0,
  end: 1,
  widgets: [],
  alarms: [],
  savedQueries: [],
  problems: ["π"],
};
const WRONG_CREDENTIAL =
  "credential must be a signature, a key with its name, or an account with its name.";
const account = (scopes: unknown): object => ({ kind: "account", name: "alice", scopes });
const JSON_TYPE = { "content-type": "application/json" };

/** Process ids of the children of this process that are esbuild's. */
function esbuildProcesses(): readonly number[] {
  return execFileSync("ps", ["-A", "-o", "ppid=,pid=,stat=,comm="], { encoding: "utf8" })
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([parent, , state]) => parent === String(process.pid) && !state?.startsWith("Z"))
    .flatMap(([, pid, , name]) => (name === "esbuild" ? [Number(pid)] : []));
}

describe("the server part of the local page", () => {
  const log = new LogFeed();
  let url = "";
  let endpoint = "";
  let received: { headers: http.IncomingHttpHeaders; body: string }[] = [];
  let view: (minutes: number) => View = () => VIEW;
  let access: DeclaredAccess = { kind: "none" };
  const page = createPage({
    credentials: { access: () => access, issuer: () => undefined },
    title: () => `<script>"&'`,
    endpoint: () => endpoint,
    view: (minutes) => view(minutes),
    log,
  });
  const server = http.createServer((message, reply) => {
    if (page.handle(message, reply)) return;
    const chunks: Buffer[] = [];
    message.on("data", (chunk: Buffer) => chunks.push(chunk));
    message.on("end", () => {
      received.push({ headers: message.headers, body: Buffer.concat(chunks).toString() });
      reply.writeHead(202, { "x-api": "yes" }).end("the API's");
    });
  });

  /** Process ids of esbuild's that other test files in this process have. */
  let ofOthers: readonly number[] = [];

  before(async () => {
    ofOthers = esbuildProcesses();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    received = [];
    endpoint = `${url}/dev/mcp`;
    view = () => VIEW;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  /** As no browser asks: any header, any path. */
  async function ask(path: string, { method = "GET", headers, body }: Asked = {}): Promise<Answer> {
    const { port } = new URL(url);
    return new Promise((resolve, reject) => {
      const options = { host: "127.0.0.1", port, path, method, headers: headers ?? {} };
      const request = http.request({ ...options, agent: false }, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString();
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        });
      });
      request.once("error", reject);
      request.end(body);
    });
  }
  const call = (body: unknown, headers: http.OutgoingHttpHeaders = JSON_TYPE): Promise<Answer> =>
    ask("/~/call", { method: "POST", headers, body: JSON.stringify(body) });
  const message = (answer: Answer): unknown =>
    (JSON.parse(answer.body) as { message: unknown }).message;

  it("serves the document with its title and endpoint as text", async () => {
    const { status, headers, body } = await ask("/?from=a-link");
    expect(status).to.equal(200);
    expect(headers["content-type"]).to.equal("text/html; charset=utf-8");
    expect(body).to.include("<h1>&#60;script&#62;&#34;&#38;&#39;</h1>");
    expect(body).to.include(`<code id="endpoint">${endpoint}</code>`);
    expect(body).to.not.include("{{");
  });

  it("sends the same protection with everything", async () => {
    for (const path of ["/", "/~/main.js", "/~/main.css", "/~/view", "/~/nothing", "/~/call"]) {
      const { headers } = await ask(path);
      const policy = headers["content-security-policy"] ?? "";
      expect(policy, path).to.include("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(policy).to.include("frame-ancestors 'none'").and.not.include("unsafe");
      expect(headers["x-content-type-options"]).to.equal("nosniff");
      expect(headers["x-frame-options"]).to.equal("DENY");
      expect(headers["referrer-policy"]).to.equal("no-referrer");
      expect(headers["cache-control"]).to.equal("no-store");
      expect(headers["cross-origin-resource-policy"]).to.equal("same-origin");
      expect(headers["cross-origin-opener-policy"]).to.equal("same-origin");
      expect(headers["access-control-allow-origin"]).to.equal(undefined);
    }
  });

  it("serves the script and the style sheet that the document names, and no other file", async () => {
    const { body: document } = await ask("/");
    const named = [...document.matchAll(/"(\/~\/[^"]+)"/g)].map(([, path]) => path ?? "");
    expect(named.sort()).to.deep.equal(["/~/icon.svg", "/~/main.css", "/~/main.js"]);
    const types = await Promise.all(
      named.map(async (path) => (await ask(path)).headers["content-type"]),
    );
    expect(types).to.deep.equal([
      "image/svg+xml",
      "text/css; charset=utf-8",
      "text/javascript; charset=utf-8",
    ]);
    for (const path of [
      "main.ts",
      "page.css",
      "index.html",
      "server.ts",
      "../start.ts",
      "%2e%2e/start.ts",
      "",
      "main.js/",
    ]) {
      expect((await ask(`/~/${path}`)).status, path).to.equal(404);
    }
  });

  it("bundles all that the page loads, with its source map", async () => {
    const sources = async (path: string): Promise<readonly string[]> => {
      const { body } = await ask(path);
      const map = /sourceMappingURL=data:application\/json;base64,([\w+/=]+)/.exec(body)?.[1] ?? "";
      const text = Buffer.from(map, "base64").toString();
      return (JSON.parse(text) as { sources: readonly string[] }).sources;
    };
    const script = await sources("/~/main.js");
    expect(script).to.include("main.ts");
    expect(script.filter((name) => name.endsWith("uPlot.esm.js"))).to.have.length(1);
    expect(script.filter((name) => name.endsWith("micromark/index.js"))).to.have.length(1);
    const style = await sources("/~/main.css");
    const names = style.map((name) => name.split("/").at(-1));
    expect(names).to.deep.equal([
      "uPlot.min.css",
      "page.css",
      "dashboard.css",
      "tools.css",
      "calls.css",
      "apps.css",
      "tables.css",
      "tasks.css",
      "log.css",
      "edit-loop.css",
    ]);
  });

  it("keeps a tool's page at an address of its own, with a policy of its own", async () => {
    const csp = { resourceDomains: ["https://cdn.example.com"], frameDomains: ["data:"] };
    const body = JSON.stringify({ html: "<p>ü", csp });

    const kept = await ask("/~/app", { method: "POST", headers: JSON_TYPE, body });
    const { path } = JSON.parse(kept.body) as { path: string };
    const page = await ask(path);

    expect(path).to.match(/^\/~\/app\?id=[\da-f-]{36}$/);
    expect([page.status, page.body]).to.deep.equal([200, "<p>ü"]);
    expect(String(page.headers["content-security-policy"]).split("; ")).to.deep.equal([
      "default-src 'none'",
      "script-src 'unsafe-inline' https://cdn.example.com",
      "style-src 'unsafe-inline' https://cdn.example.com",
      "img-src data: https://cdn.example.com",
      "font-src data: https://cdn.example.com",
      "media-src data: https://cdn.example.com",
      "connect-src 'none'",
      "frame-src 'none'",
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'self'",
      "sandbox allow-scripts",
    ]);
    expect(page.headers["x-frame-options"]).to.equal("SAMEORIGIN");
    expect(page.headers["cache-control"]).to.equal("no-store");
    const foreign = await ask(path, { headers: { "sec-fetch-site": "cross-site" } });
    expect(foreign.status).to.equal(403);
  });

  it("keeps nothing else there, and the newest 32", async () => {
    const post = async (body: string, headers: object = JSON_TYPE): Promise<Answer> =>
      ask("/~/app", { method: "POST", headers: { ...headers }, body });
    const first = await post('{"html":"first"}');
    for (let n = 0; n < 32; n += 1) await post('{"html":"next"}');

    expect((await ask((JSON.parse(first.body) as { path: string }).path)).status).to.equal(404);
    expect((await ask("/~/app?id=constructor")).status).to.equal(404);
    expect((await post("{")).status).to.equal(400);
    expect((await post('{"html":5}')).status).to.equal(400);
    expect((await post('{"html":"","csp":[]}')).status).to.equal(400);
    expect((await post('{"html":""}', { "content-type": "text/plain" })).status).to.equal(415);
  });

  it("leaves no process of esbuild behind", async () => {
    await ask("/~/main.js");
    const left = (): number[] => esbuildProcesses().filter((pid) => !ofOthers.includes(pid));
    const deadline = Date.now() + 10_000;
    while (left().length > 0 && Date.now() < deadline) await setTimeout(50);
    expect(left()).to.deep.equal([]);
  });

  it("leaves to the API what is not the page's", async () => {
    for (const path of ["/dev/mcp", "/~", "/~x/view", "//~/view", "/dev/~/view"]) {
      expect((await ask(path)).headers["x-api"], path).to.equal("yes");
    }
    expect((await ask("/", { method: "POST" })).headers["x-api"]).to.equal("yes");
  });

  it("answers 405 with Allow to other methods", async () => {
    for (const [path, method, allow] of [
      ["/~/main.js", "POST", "GET, HEAD"],
      ["/~/view", "DELETE", "GET"],
      ["/~/log", "POST", "GET"],
      ["/~/access", "POST", "GET"],
      ["/~/call", "GET", "POST"],
    ] as const) {
      const { status, headers } = await ask(path, { method });
      expect([status, headers.allow], `${method} ${path}`).to.deep.equal([405, allow]);
    }
  });

  it("answers only its own origin", async () => {
    const host = url.slice("http://".length);
    for (const origin of ["http://evil.test", "null", `https://${host}`, "http://127.0.0.1:1"]) {
      const answer = await ask("/~/view", { headers: { origin } });
      expect(answer.status, origin).to.equal(403);
      expect(message(answer)).to.equal(
        `Only this page may ask: Origin is ${origin}, not http://${host}.`,
      );
    }
    const foreign = await call(
      { era: "2025", method: "ping" },
      { ...JSON_TYPE, origin: "http://x" },
    );
    expect(foreign.status).to.equal(403);
    expect(received).to.deep.equal([]);
    expect((await ask("/~/view", { headers: { origin: url } })).status).to.equal(200);
  });

  it("answers other sites nothing but the document, and that only when it is opened", async () => {
    const opened = { "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
    for (const [path, headers, status] of [
      ["/~/view", { "sec-fetch-site": "same-origin" }, 200],
      ["/", { "sec-fetch-site": "none" }, 200],
      ["/", { "sec-fetch-site": "cross-site", ...opened }, 200],
      ["/", { "sec-fetch-site": "same-site", ...opened }, 200],
      ["/", { "sec-fetch-site": "cross-site" }, 403],
      ["/", { "sec-fetch-site": "cross-site", ...opened, "sec-fetch-dest": "iframe" }, 403],
      ["/~/view", { "sec-fetch-site": "cross-site", ...opened }, 403],
      ["/~/view", { "sec-fetch-site": "same-site" }, 403],
    ] as const) {
      expect((await ask(path, { headers })).status, path + JSON.stringify(headers)).to.equal(
        status,
      );
    }
  });

  it("hands the time range on and answers the view", async () => {
    const asked: number[] = [];
    view = (minutes) => {
      asked.push(minutes);
      return VIEW;
    };
    expect(JSON.parse((await ask("/~/view?minutes=180")).body)).to.deep.equal(VIEW);
    await ask("/~/view");
    expect(asked).to.deep.equal([180, 15]);
    for (const minutes of ["0", "-1", "1.5", "1441", "x"]) {
      expect((await ask(`/~/view?minutes=${minutes}`)).status, minutes).to.equal(400);
    }
  });

  it("answers 500 with one line when the view fails", async () => {
    view = () => {
      throw new Error("no dashboard\nmore");
    };
    const answer = await ask("/~/view");
    expect([answer.status, message(answer)]).to.deep.equal([500, "no dashboard"]);
  });

  it("streams the recent entries, then each further one, until the reader goes", async () => {
    log.add({ at: 1, kind: "function", text: "before\nwith a line" });
    const gone = new AbortController();
    const response = await fetch(`${url}/~/log`, { signal: gone.signal });
    expect(response.headers.get("content-type")).to.equal("text/event-stream");
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    const until = async (end: string): Promise<void> => {
      while (!text.includes(end)) text += (await reader?.read())?.value ?? "";
    };
    await until("before");
    log.add({ at: 2, kind: "request", text: "after" });
    await until("after");
    const events = [...text.matchAll(/^data: (.*)$/gm)].map(
      ([, data]) => JSON.parse(data ?? "") as unknown,
    );
    expect(events).to.deep.equal([
      { kind: "served", servedSince: 0 },
      { at: 1, kind: "function", text: "before\nwith a line" },
      { at: 2, kind: "request", text: "after" },
    ]);
    gone.abort();
  });

  it("calls the endpoint as a client of 2025, and tells all of it", async () => {
    const answer = await call({ era: "2025", method: "tools/list", params: { cursor: "x" } });
    expect(answer.status).to.equal(200);
    const { request, response, milliseconds } = JSON.parse(answer.body) as {
      request: { url: string; body: string };
      response: { status: number; headers: Record<string, string>; body: string };
      milliseconds: number;
    };
    expect(request.url).to.equal(endpoint);
    expect(response.status).to.equal(202);
    expect(response.headers["x-api"]).to.equal("yes");
    expect(response.body).to.equal("the API's");
    expect(milliseconds).to.be.greaterThan(0);
    const [{ headers, body } = { headers: {}, body: "" }] = received;
    expect(body).to.equal(request.body);
    const { id, ...sent } = JSON.parse(body) as Record<string, unknown>;
    expect(id).to.be.a("number");
    expect(sent).to.deep.equal({ jsonrpc: "2.0", method: "tools/list", params: { cursor: "x" } });
    expect(headers.accept).to.equal("application/json, text/event-stream");
    expect(headers["mcp-protocol-version"]).to.equal("2025-11-25");
    expect(headers.origin).to.equal(undefined);
    expect(headers.authorization).to.equal(undefined);
  });

  it("calls the endpoint as a client of 2026, with a stand-in signature when asked to", async () => {
    const params = { name: "größe", _meta: { progressToken: 1 } };
    const credential = { kind: "signature" };
    access = { kind: "iam" };
    const answer = await call({ era: "2026", method: "tools/call", params, credential });
    access = { kind: "none" };
    const [{ headers, body } = { headers: {}, body: "{}" }] = received;
    expect(headers["mcp-protocol-version"]).to.equal("2026-07-28");
    expect(headers["mcp-method"]).to.equal("tools/call");
    expect(headers["mcp-name"]).to.equal("=?base64?Z3LDtsOfZQ==?=");
    expect(headers.authorization).to.equal("AWS4-HMAC-SHA256 local");
    expect(answer.body).to.include('"Authorization":"(not shown)"').and.not.include("AWS4");
    const { params: sent } = JSON.parse(body) as { params: { _meta: Record<string, unknown> } };
    expect(sent._meta).to.include({
      progressToken: 1,
      "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    });
    expect(sent._meta).to.have.property("io.modelcontextprotocol/clientInfo");
  });

  it("refuses what is not a call, and says why", async () => {
    const plain = await call({}, { "content-type": "text/plain" });
    expect([plain.status, message(plain)]).to.deep.equal([
      415,
      "Content-Type must be application/json.",
    ]);
    for (const [body, text] of [
      [[], "The body is not a JSON object."],
      [{ method: "ping" }, 'era must be "2025" or "2026".'],
      [{ era: "2025", method: "a\r\nb" }, "method must be the name of an MCP method."],
      [{ era: "2025", method: "ping", params: 1 }, "params must be an object."],
      ...[1, {}, { kind: "key" }, { kind: "x", name: "a" }, account([1])].map(
        (credential) => [{ era: "2025", method: "ping", credential }, WRONG_CREDENTIAL] as const,
      ),
    ] as const) {
      const answer = await call(body);
      expect([answer.status, message(answer)]).to.deep.equal([400, text]);
    }
    expect(received).to.deep.equal([]);
  });

  it("tells what the endpoint wants of callers, and refuses in words what it does not take", async () => {
    expect(JSON.parse((await ask("/~/access")).body)).to.deep.equal({ kind: "none" });
    const credential = { kind: "account", name: "alice" };
    const answer = await call({ era: "2025", method: "ping", credential });
    expect([answer.status, message(answer)]).to.deep.equal([
      400,
      "The server takes no token: anybody may call it.",
    ]);
    expect(received).to.deep.equal([]);
  });

  it("takes a call of 11 MB and refuses a larger one", async () => {
    const limit = 11 * 1024 * 1024;
    const frame = JSON.stringify({ era: "2025", method: "ping", params: { text: "" } }).length;
    const text = "x".repeat(limit - frame);
    expect((await call({ era: "2025", method: "ping", params: { text } })).status).to.equal(200);
    const larger = await call({ era: "2025", method: "ping", params: { text: `${text}x` } });
    expect(larger.status).to.equal(413);
  });

  it("answers 502 when nothing is at the endpoint", async () => {
    endpoint = "http://127.0.0.1:1/dev/mcp";
    const answer = await call({ era: "2025", method: "ping" });
    expect(answer.status).to.equal(502);
    expect(message(answer)).to.include("http://127.0.0.1:1/dev/mcp did not answer");
  });
});

describe("LogFeed", () => {
  it("keeps the last 500 entries and tells each new one until it is told to stop", () => {
    const feed = new LogFeed();
    const told: string[] = [];
    const stop = feed.subscribe(({ text }) => told.push(text));
    for (let at = 0; at < 501; at += 1) feed.add({ at, kind: "platform", text: String(at) });
    stop();
    feed.add({ at: 501, kind: "platform", text: "501" });
    expect(told).to.have.length(501);
    expect(feed.recent()).to.have.length(500);
    expect(feed.recent()[0]?.at).to.equal(2);
  });
});
