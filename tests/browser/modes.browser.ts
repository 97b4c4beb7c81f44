/**
 * Pages of origins that are not allowed, against a server in each mode of `auth`: whatever they have
 * the browser send, with somebody's token or key or without, no tool is called, and nothing is read.
 */
import { expect } from "chai";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { startIssuer, type TestIssuer } from "jwt-authorizer/testing";
import { call, post } from "mcp-lambda/testing";
import { launchBrowser } from "pulumi-local/testing";
import { attempt, ATTEMPTS } from "./attempts";
import { type ModeServer, MODES, startModeServer } from "./mode-server";
import { fetched, openPage, type PageServer, servePage, skipWithoutBrowser } from "./pages";

const ME = call("who-am-i");
const COOKIE = { name: "session", value: "of-somebody" };
/** Of the server's site and not, and a name that an attacker may give to 127.0.0.1. */
const HOSTS = ["127.0.0.1", "localhost", "foreign.localhost"];

describe("a page of an origin that is not allowed", () => {
  let issuer: TestIssuer;
  let browser: Browser;
  let context: BrowserContext;
  let allowedOrigin: PageServer;
  let allowed: Page;
  const origins: PageServer[] = [];
  const foreign: Page[] = [];
  /** Responses that set a cookie, or let pages send those that they have. */
  const withCookies: string[] = [];

  before(async function () {
    this.timeout(180_000);
    skipWithoutBrowser(this);
    issuer = await startIssuer();
    browser = await launchBrowser();
    context = await browser.newContext();
    allowedOrigin = await servePage();
    origins.push(allowedOrigin);
    allowed = await openPage(context, allowedOrigin);
    for (const host of HOSTS) {
      const served = await servePage(host);
      origins.push(served);
      foreign.push(await openPage(context, served));
    }
    context.on("response", (response) => {
      const look = (headers: Readonly<Record<string, string>>): void => {
        const names = ["set-cookie", "access-control-allow-credentials"];
        if (names.some((name) => name in headers)) withCookies.push(response.url());
      };
      // Of a window that has been closed there are none.
      void response.allHeaders().then(look, () => undefined);
    });
  });

  after(async () => {
    await (browser as Browser | undefined)?.close();
    for (const origin of origins) origin.close();
    await (issuer as TestIssuer | undefined)?.close();
  });

  for (const mode of MODES) {
    for (const [setting, what] of [
      [false, "without allowed origins"],
      [true, "that allows another origin"],
    ] as const) {
      describe(`of a server ${what}, with auth: ${mode}`, () => {
        let server: ModeServer;

        before(async function () {
          this.timeout(180_000);
          const config = setting ? { allowedOrigins: allowedOrigin.origin } : {};
          server = await startModeServer({ mode, issuer, config });
          const { hostname } = new URL(server.endpoint);
          await context.addCookies(
            [hostname, "localhost"].map((domain) => ({ ...COOKIE, domain, path: "/" })),
          );
        });
        after(() => (server as ModeServer | undefined)?.close());

        const pages = (): Page[] => (setting ? foreign : [allowed, ...foreign]);
        afterEach(async () => {
          const windows = context.pages().filter((page) => ![allowed, ...foreign].includes(page));
          await Promise.all(windows.map((page) => page.close()));
        });

        it("calls no tool and reads nothing", async () => {
          const read: unknown[] = [];
          for (const page of pages()) read.push(...(await attemptAll(page, server)));

          expect(read).to.deep.equal([]);
          expect(server.toolCalls()).to.equal(0);
          // A call would have been seen.
          await post(server.endpoint, ME, server.proof);
          expect(server.toolCalls()).to.be.greaterThan(0);
        });

        if (mode !== "none") {
          it("does not get as far as the function but by a preflight", () => {
            const reached = server.requests.filter(
              ({ path, method, api }) =>
                path.includes("attempt=") &&
                method !== "OPTIONS" &&
                api?.integrationMs !== undefined,
            );

            expect(reached.map(({ path }) => path)).to.deep.equal([]);
          });
        }

        it("is no page of the server's own when its name is given the server's address", async () => {
          const url = server.endpoint.replace("127.0.0.1", "rebound.localhost");
          const page = await context.newPage();
          await page.goto(url);
          const before = server.toolCalls();
          const headers = { "content-type": "application/json", ...server.proof };

          const seen = await fetched(page, url, {
            method: "POST",
            headers,
            body: JSON.stringify(ME),
          });

          expect(seen).to.include({ status: 403 });
          expect(seen).to.have.property("text").that.includes("Host must be");
          expect(server.toolCalls()).to.equal(before);
        });
      });
    }
  }

  describe("after all of it", () => {
    it("was never given a cookie, nor let to read what it sends one with", async () => {
      expect(withCookies).to.deep.equal([]);
      const cookies = await context.cookies();
      expect(cookies.map(({ name }) => name)).to.deep.equal([COOKIE.name, COOKIE.name]);
    });
  });
});

/** What the page could read, of all that it can try. @throws Error when an attempt does not arrive. */
async function attemptAll(page: Page, server: ModeServer): Promise<unknown[]> {
  const { endpoint, proof, requests } = server;
  const body = JSON.stringify(ME);
  const { origin } = new URL(page.url());
  const outcomes = ATTEMPTS.map(async (each, index) => {
    const mark = `attempt=${new URL(origin).host}-${index}`;
    const text = await attempt(page, each, { url: `${endpoint}?${mark}`, body, proof });
    const arrived = (): string[] =>
      requests.filter(({ path }) => `${path}&`.includes(`${mark}&`)).map(({ method }) => method);
    await until(() => arrived().length > 0, `${each.name} from ${origin}`);
    const isSent = each.asksFirst && arrived().some((method) => method !== "OPTIONS");
    return text !== "" || isSent ? [{ origin, name: each.name, text, methods: arrived() }] : [];
  });
  return (await Promise.all(outcomes)).flat();
}

async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`has not arrived: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
