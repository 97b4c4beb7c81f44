/** The local issuer's page, as a person who signs in sees it. */
import { expect } from "chai";
import { createHash } from "node:crypto";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, Page } from "playwright-core";
import { type LocalIssuer, startIssuer } from "../../oauth/issuer";
import { askTokens, claimsOf } from "../support/oauth-client";
import { collectComplaints, launchBrowser, missingBrowser } from "./chromium";

const RESOURCE = "http://127.0.0.1:3000/mcp";
const VERIFIER = "v".repeat(43);

describe("the local issuer's page", () => {
  let issuer: LocalIssuer;
  let browser: Browser;
  let redirectUri: string;
  /** What clients are told, the newest last. */
  const told: URLSearchParams[] = [];
  const complaints: string[] = [];
  const client = http.createServer((message, reply) => {
    told.push(new URLSearchParams(message.url?.split("?")[1]));
    // As some clients do: what the browser's policy may not stop.
    reply.writeHead(302, { location: "http://localhost.test./done" }).end();
  });

  before(async function () {
    const missing = missingBrowser();
    if (missing !== undefined) {
      console.log(missing);
      this.skip();
    }
    await new Promise<void>((resolve) => client.listen(0, "127.0.0.1", resolve));
    redirectUri = `http://127.0.0.1:${(client.address() as AddressInfo).port}/callback`;
    const resource = { url: RESOURCE, scopes: ["notes:read", "notes:write"] };
    issuer = await startIssuer({ port: 0, resource: () => resource });
    browser = await launchBrowser();
  });
  after(async () => {
    await (browser as Browser | undefined)?.close();
    await (issuer as LocalIssuer | undefined)?.close();
    client.closeAllConnections();
    client.close();
  });

  async function open(): Promise<Page> {
    const page = await browser.newPage();
    collectComplaints(page, `${issuer.url}/`, complaints);
    await page.route("http://localhost.test./done", (route) => route.fulfill({ body: "done" }));
    const parameters = new URLSearchParams({
      client_id: "local-client",
      response_type: "code",
      redirect_uri: redirectUri,
      scope: "notes:read notes:write",
      resource: RESOURCE,
      code_challenge: createHash("sha256").update(VERIFIER).digest("base64url"),
      code_challenge_method: "S256",
    });
    await page.goto(`${issuer.url}/authorize?${parameters.toString()}`);
    return page;
  }

  it("names the client, and gives it the ticked scopes of who signs in, twice in one browser", async () => {
    for (const [name, scope] of [
      ["alice", "notes:read"],
      ["bob", "notes:write"],
    ] as const) {
      const page = await open();
      await page.getByText("local-client").waitFor();
      const other = scope === "notes:read" ? "notes:write" : "notes:read";
      await page.getByRole("checkbox", { name: other }).uncheck();
      await page.getByRole("button", { name: `Sign in as ${name}` }).click();
      await page.getByText("done").waitFor();

      const tokens = await askTokens(issuer.url, {
        grant_type: "authorization_code",
        code: told.at(-1)?.get("code") ?? "",
        redirect_uri: redirectUri,
        code_verifier: VERIFIER,
      });
      expect(claimsOf(tokens.access_token)).to.include({ sub: name, scope });
      await page.close();
    }
  });

  it("tells the client that the person refuses", async () => {
    const page = await open();
    await page.getByRole("button", { name: "Refuse" }).click();
    await page.getByText("done").waitFor();
    expect(told.at(-1)?.get("error")).to.equal("access_denied");
    await page.close();
  });

  it("is used by keyboard alone, and fits a narrow screen", async () => {
    const page = await open();
    await page.setViewportSize({ width: 360, height: 640 });
    const reached: string[] = [];
    for (let presses = 0; presses < 5; presses += 1) {
      await page.keyboard.press("Tab");
      reached.push(await page.evaluate("document.activeElement.value"));
    }
    expect(reached).to.deep.equal(["notes:read", "notes:write", "alice", "bob", ""]);
    expect(await page.evaluate("document.documentElement.scrollWidth")).to.equal(360);
    await page.close();
  });

  it("gives the browser nothing to complain of", () => {
    const isClients = (text: string): boolean =>
      text.startsWith(redirectUri) || text === "http://localhost.test./done";
    expect(complaints.filter((text) => !isClients(text))).to.deep.equal([]);
  });
});
