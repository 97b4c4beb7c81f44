/**
 * Pages of an allowed origin, against a server in each mode of `auth`: they call with their token or
 * key, and read of each refusal what a client needs to go on. Metadata is for pages of any origin.
 */
import { expect } from "chai";
import type { Browser, Page } from "playwright-core";
import { startIssuer, type TestIssuer } from "jwt-authorizer/testing";
import { launchBrowser } from "pulumi-local/testing";
import { type Mode, type ModeServer, MODES, startModeServer } from "./mode-server";
import {
  fetched,
  openPage,
  type PageServer,
  type Seen,
  type Sent,
  servePage,
  skipWithoutBrowser,
} from "./pages";
import { message, METADATA, refusals } from "./refusals";

/** As SDK clients in a page ask for it. */
const VERSIONED: Sent = { headers: { "mcp-protocol-version": "2025-11-25" } };

let issuer: TestIssuer;
let browser: Browser;
let allowed: Page;
let other: Page;
const origins: PageServer[] = [];
const started: ModeServer[] = [];

async function serve(
  mode: Mode,
  config: Readonly<Record<string, string>> = {},
  now?: () => number,
): Promise<ModeServer> {
  const allowedOrigins = origins[0]?.origin ?? "";
  const server = await startModeServer({
    ...{ mode, issuer, config: { allowedOrigins, ...config } },
    ...(now && { now }),
  });
  started.push(server);
  return server;
}

/** @throws Error when the browser lets the page read nothing. */
async function read(page: Page, url: string, sent?: Sent): Promise<Seen> {
  const seen = await fetched(page, url, sent);
  if (seen === "refused") throw new Error(`the browser refuses: ${url}`);
  return seen;
}

function errorIn({ text }: Seen): string {
  return (JSON.parse(text) as { error: { message: string } }).error.message;
}

describe("a page of an allowed origin", function () {
  this.timeout(180_000);

  before(async function () {
    skipWithoutBrowser(this);
    issuer = await startIssuer();
    browser = await launchBrowser();
    origins.push(await servePage(), await servePage("localhost"));
    const context = await browser.newContext();
    [allowed, other] = (await Promise.all(origins.map((origin) => openPage(context, origin)))) as [
      Page,
      Page,
    ];
  });

  after(async () => {
    await (browser as Browser | undefined)?.close();
    for (const origin of origins) origin.close();
    for (const server of started) await server.close();
    await (issuer as TestIssuer | undefined)?.close();
  });

  for (const mode of MODES) {
    describe(`of a server with auth: ${mode}`, () => {
      let server: ModeServer;

      before(async () => {
        server = await serve(mode);
      });

      it("calls a tool, and another origin's does not", async () => {
        const seen = await read(allowed, server.endpoint, message(server.proof));

        const kind = mode === "none" ? "anonymous" : mode;
        expect(seen).to.include({ status: 200 });
        expect(seen.text).to.include(`"caller":{"kind":"${kind}"`);
        expect(await fetched(other, server.endpoint, message(server.proof))).to.equal("refused");
        expect(server.toolCalls()).to.equal(1);
      });

      it("sends no cookie, and reads nothing when it would", async () => {
        const { hostname } = new URL(server.endpoint);
        const cookie = { name: "session", value: "x", domain: hostname, path: "/" };
        await allowed.context().addCookies([cookie]);
        const url = `${server.endpoint}?cookies`;
        const asked = allowed.waitForRequest((request) => request.url() === url);

        expect(await fetched(allowed, url, message(server.proof))).to.include({ status: 200 });
        expect(await (await asked).allHeaders()).to.not.have.property("cookie");

        const sent = { ...message(server.proof), credentials: "include" } as const;
        const calls = server.toolCalls();
        expect(await fetched(allowed, server.endpoint, sent)).to.equal("refused");
        expect(server.toolCalls()).to.equal(calls);
      });

      it("finds out where to sign in, where one can", async () => {
        for (const at of METADATA) {
          const url = server.endpoint.replace(/\/mcp$/, at);
          const seen = await read(allowed, url, VERSIONED);

          expect(seen.status).to.equal(mode === "jwt" ? 200 : 404);
        }
      });

      if (mode === "none") return;

      it("reads what it lacks", async () => {
        for (const [sent, status, challenge, words] of refusals(server, issuer)) {
          const seen = await read(allowed, server.endpoint, sent);

          expect(seen).to.include({ status });
          expect(seen.headers["www-authenticate"]).to.equal(challenge);
          expect(errorIn(seen)).to.include(words);
          expect(await fetched(other, server.endpoint, sent)).to.equal("refused");
        }
      });

      if (mode !== "jwt") return;

      it("is not the only one that finds out where to sign in", async () => {
        for (const at of METADATA) {
          for (const sent of [{}, VERSIONED]) {
            const seen = await read(other, server.endpoint.replace(/\/mcp$/, at), sent);

            expect(seen).to.include({ status: 200 });
            expect(JSON.parse(seen.text)).to.include({ resource: server.endpoint });
          }
        }
      });
    });
  }

  it("reads when to try again where there are too many requests with tokens", async () => {
    const config = { throttleRate: "1", throttleBurst: "1" };
    const { endpoint, proof } = await serve("jwt", config, () => 0);

    expect(await read(allowed, endpoint, message(proof))).to.include({ status: 200 });
    const seen = await read(allowed, endpoint, message(proof));

    expect(seen).to.include({ status: 429 });
    expect(seen.headers).to.include({ "retry-after": "1" });
    expect(seen.headers).to.not.have.property("www-authenticate");
    expect(await fetched(other, endpoint, message(proof))).to.equal("refused");
  });

  it("reads when to try again where a key is used too fast, and where its day is used up", async () => {
    let at = Date.UTC(2026, 10, 26, 12);
    const config = { apiKeyRate: "1", apiKeyBurst: "1", apiKeyQuotaPerDay: "2" };
    const { endpoint, proof } = await serve("apiKey", config, () => at);
    const ask = async (): Promise<Seen> => read(allowed, endpoint, message(proof));

    const first = await ask();
    const fast = await ask();
    at += 2_000;
    const second = await ask();
    at += 2_000;
    const used = await ask();

    expect([first.status, second.status]).to.deep.equal([200, 200]);
    expect(fast).to.include({ status: 429 });
    expect(fast.headers).to.include({ "retry-after": "1" });
    expect(used).to.include({ status: 429 });
    expect(used.headers).to.include({ "retry-after": "3600" });
    expect(errorIn(used)).to.equal("The key's quota for today is used up.");
    expect(await fetched(other, endpoint, message(proof))).to.equal("refused");
  });
});
