/**
 * That what modes.browser.ts tries is worth trying: the browser delivers it, and a server that only
 * looks at the body would call the tool.
 */
import { expect } from "chai";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser } from "playwright-core";
import { call } from "mcp-lambda/testing";
import { launchBrowser } from "pulumi-local/testing";
import { attempt, ATTEMPTS } from "./attempts";
import { openPage, type PageServer, servePage, skipWithoutBrowser } from "./pages";

interface Arrived {
  readonly method: string;
  readonly body: string;
}

/** Lets every page do everything. */
const WELCOME = {
  "access-control-allow-credentials": "true",
  "access-control-allow-headers": "authorization, content-type, mcp-method, mcp-name",
  "access-control-allow-methods": "GET, POST, DELETE",
};
const PROOF = { authorization: "Bearer x.y" };

describe("what a page of another origin can have a browser send", () => {
  const arrived = new Map<string, Arrived[]>();
  const server = http.createServer((message, reply) => {
    let body = "";
    message.on("data", (chunk: Buffer) => (body += chunk.toString("utf8")));
    message.on("end", () => {
      const number = new URL(message.url ?? "", "http://server").searchParams.get("attempt") ?? "";
      arrived.set(number, [...(arrived.get(number) ?? []), { method: message.method ?? "", body }]);
      const origin = message.headers.origin ?? "null";
      reply.writeHead(200, { ...WELCOME, "access-control-allow-origin": origin }).end("seen");
    });
  });
  let browser: Browser;
  let origin: PageServer;
  let url: string;

  before(async function () {
    skipWithoutBrowser(this);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
    origin = await servePage();
    browser = await launchBrowser();
  });
  after(async () => {
    await (browser as Browser | undefined)?.close();
    (origin as PageServer | undefined)?.close();
    server.closeAllConnections();
    server.close();
  });

  for (const [number, each] of ATTEMPTS.entries()) {
    it(`${each.name}: ${each.isCall ? "a call" : "no call, but sent"}`, async () => {
      const page = await openPage(browser, origin);
      const ofIt = (): readonly Arrived[] => arrived.get(String(number)) ?? [];
      const body = JSON.stringify(call("who-am-i"));

      await attempt(page, each, { url: `${url}?attempt=${number}`, body, proof: PROOF });
      while (!ofIt().some(({ method }) => method !== "OPTIONS")) await page.waitForTimeout(10);

      expect(ofIt()[0]?.method === "OPTIONS").to.equal(each.asksFirst);
      expect(isCall(ofIt().at(-1)?.body ?? "")).to.equal(each.isCall);
      await page.close();
    });
  }
});

function isCall(body: string): boolean {
  try {
    return (JSON.parse(body) as { method?: string }).method === "tools/call";
  } catch {
    return false;
  }
}
