/**
 * Pages of other origins in a browser: one of an allowed origin reads whatever it is answered, by
 * the function and by API Gateway; any other reads nothing.
 */
import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { call } from "mcp-lambda/testing";
import { launchBrowser } from "pulumi-local/testing";
import { startTestServer, type TestServer } from "../support/local-server";
import {
  fetched,
  openPage,
  type PageServer,
  type Sent,
  servePage,
  skipWithoutBrowser,
} from "./pages";

const JSON_TYPE = { "content-type": "application/json" };
const INITIALIZE: Sent = {
  method: "POST",
  headers: { ...JSON_TYPE, accept: "application/json, text/event-stream" },
  body: JSON.stringify({
    jsonrpc: "2.0",
    id: 1,
    method: "initialize",
    params: {
      protocolVersion: "2025-11-25",
      capabilities: {},
      clientInfo: { name: "page", version: "1" },
    },
  }),
};
/** As an MCP client does after initialize. */
const LISTEN: Sent = {
  headers: { accept: "text/event-stream", "mcp-protocol-version": "2025-11-25" },
};
const SIGNED: Sent = {
  method: "POST",
  headers: {
    ...JSON_TYPE,
    authorization: "AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host, Signature=x",
    "amz-sdk-invocation-id": "1",
    "amz-sdk-request": "attempt=1",
    "mcp-param-city": "Seoul",
    traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    "x-amz-content-sha256": "x",
    "x-amz-date": "20261126T000000Z",
    "x-amz-security-token": "x",
    "x-amz-user-agent": "x",
  },
  body: JSON.stringify(call("add", { a: 10, b: 5 })),
};

describe("a page in a browser", () => {
  const origins: PageServer[] = [];
  const started: TestServer[] = [];
  let browser: Browser;
  let allowed: Page;
  let second: Page;
  let other: Page;
  /** Allows the first page; the same at its throttle; allows the first two. */
  let open: TestServer;
  let throttled: TestServer;
  let two: TestServer;

  async function serve(config: Readonly<Record<string, string>>): Promise<TestServer> {
    const server = await startTestServer({ config, now: () => 0 });
    started.push(server);
    return server;
  }

  before(async function () {
    this.timeout(180_000);
    skipWithoutBrowser(this);
    browser = await launchBrowser();
    for (let count = 0; count < 3; count += 1) origins.push(await servePage());
    const [first = "", later = ""] = origins.map(({ origin }) => origin);
    const both = `${first},${later}`;
    [allowed, second, other] = (await Promise.all(
      origins.map((origin) => openPage(browser, origin)),
    )) as [Page, Page, Page];
    open = await serve({ "mcp-server:allowedOrigins": first });
    two = await serve({ "mcp-server:allowedOrigins": both });
    throttled = await serve({
      "mcp-server:allowedOrigins": first,
      "mcp-server:throttleRate": "1",
      "mcp-server:throttleBurst": "1",
    });
  });

  after(async () => {
    await (browser as Browser | undefined)?.close();
    for (const origin of origins) origin.close();
    for (const server of started) await server.close();
  });

  const elsewhere = (endpoint: string): string => endpoint.replace("/mcp", "/other");
  const tooLarge: Sent = { ...INITIALIZE, body: "x".repeat(1_100_000) };
  const rows: readonly (readonly [
    what: string,
    url: (endpoint: string) => string,
    sent: Sent,
    status: number,
    text: string,
  ])[] = [
    ["initialize", String, INITIALIZE, 200, '"protocolVersion":"2025-11-25"'],
    ["a call with the headers of a signature and of a parameter", String, SIGNED, 200, "10 + 5"],
    ["the 405 of GET after initialize", String, LISTEN, 405, "Method not allowed"],
    ["the 405 of GET with nothing else", String, {}, 405, "Method not allowed"],
    ["the 405 of DELETE", String, { ...LISTEN, method: "DELETE" }, 405, "Method not allowed"],
    ["the 404 of JSON at another path", elsewhere, INITIALIZE, 404, "POST /dev/mcp"],
    ["the 404 of a signed request", elsewhere, SIGNED, 404, "POST /dev/mcp"],
    ["the function's 413", String, tooLarge, 413, "1048576"],
    ["the gateway's 413", String, { ...tooLarge, body: "x".repeat(10_500_000) }, 413, "requestId"],
    ["the 415", String, { ...INITIALIZE, headers: {} }, 415, "Content-Type"],
  ];
  for (const [what, url, sent, status, text] of rows) {
    it(`reads ${what} from an allowed origin, and nothing from another`, async () => {
      const seen = await fetched(allowed, url(open.endpoint), sent);

      expect(seen).to.include({ status });
      expect(seen).to.have.property("text").that.includes(text);
      expect(await fetched(other, url(open.endpoint), sent)).to.equal("refused");
    });

    it(`reads ${what} from either of two allowed origins`, async () => {
      for (const page of [allowed, second]) {
        expect(await fetched(page, url(two.endpoint), sent)).to.include({ status });
      }
    });
  }

  it("reads of two allowed origins' API, from another one, nothing of the function's", async () => {
    const simple = { method: "POST", body: "{}" };

    for (const sent of [INITIALIZE, SIGNED, LISTEN, tooLarge, simple]) {
      expect(await fetched(other, two.endpoint, sent)).to.equal("refused");
    }
    expect(await fetched(other, two.endpoint)).to.include({ status: 405 });
    expect(await fetched(other, elsewhere(two.endpoint))).to.include({ status: 404 });
  });

  it("reads which method is allowed, and the request's id", async () => {
    const seen = await fetched(allowed, open.endpoint, LISTEN);

    expect(seen).to.have.nested.property("headers.allow", "POST");
    expect(seen).to.have.nested.property("headers.x-amzn-requestid").that.is.a("string");
  });

  it("reads a 429 and when to try again, and nothing of it from another origin", async () => {
    expect(await fetched(allowed, throttled.endpoint, INITIALIZE)).to.include({ status: 200 });

    const seen = await fetched(allowed, throttled.endpoint, INITIALIZE);

    expect(seen).to.include({ status: 429 });
    expect(seen).to.have.nested.property("headers.retry-after", "1");
    expect(await fetched(other, throttled.endpoint, INITIALIZE)).to.equal("refused");
    const simple = { method: "POST", body: "{}" };
    expect(await fetched(other, throttled.endpoint, simple)).to.equal("refused");
  });
});
