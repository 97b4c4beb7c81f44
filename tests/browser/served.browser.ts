/** The page of a running server, in a browser: what was called is what is shown. */
import { expect } from "chai";
import type { Browser, Locator, Page } from "playwright-core";
import { call, post } from "mcp-lambda/testing";
import { collectComplaints, launchBrowser, missingBrowser } from "pulumi-local/testing";
import { startTestServer, type TestServer } from "../support/local-server";

const MINUTE = 60_000;

describe("the page of npm start", () => {
  let server: TestServer;
  let browser: Browser;
  let page: Page;
  let ahead = 0;
  const complaints: string[] = [];

  const widget = (title: string): Locator =>
    page.getByRole("article", { name: title, exact: true });
  const total = (title: string, series: string): Promise<string | null> =>
    widget(title).locator(`[data-series="${series}"]`).textContent();
  const alarm = (name: string): Locator =>
    page
      .locator("#alarms")
      .getByRole("article")
      .filter({ hasText: `mcp-server-dev-${name}` });
  const say = (body: unknown): Promise<unknown> => post(server.endpoint, body);

  before(async function () {
    const missing = missingBrowser();
    if (missing !== undefined) {
      console.log(missing);
      this.skip();
    }
    server = await startTestServer({ misbehaving: true, now: () => Date.now() + ahead });
    browser = await launchBrowser();
    page = await browser.newPage();
    collectComplaints(page, server.server.pageUrl, complaints);
    await page.goto(server.server.pageUrl);
  });

  after(async () => {
    await (browser as Browser | undefined)?.close();
    await (server as TestServer | undefined)?.close();
  });

  it("shows the exact counts of 50 mixed calls by tool", async () => {
    for (let n = 0; n < 20; n += 1) await say(call("tells-pid", {}, n));
    for (let n = 0; n < 12; n += 1) await say(call("throws", {}, n));
    for (let n = 0; n < 8; n += 1) await say(call(`nope-${n}`));
    for (let n = 0; n < 10; n += 1) await say('{"jsonrpc":"2.0",');
    const refused = widget("Refused calls by tool").locator('[data-series="unknown"]');
    await refused.filter({ hasText: "8" }).waitFor();
    const parse = widget("Protocol errors").locator('[data-series="parse"]');
    await parse.filter({ hasText: "10" }).waitFor();
    const shown = ["tells-pid", "throws"].map((tool) => total("Calls by tool", tool));
    expect(await Promise.all(shown)).to.deep.equal(["20", "12"]);
    expect(await total("Failed calls of all tools", "failed")).to.equal("12");
    expect(await total("Refused calls by tool", "unknown")).to.equal("8");
    expect(await total("Protocol errors", "parse")).to.equal("10");
  });

  it("shows the alarm of failed tools raised, and over when they are past", async () => {
    await alarm("tool-errors")
      .getByText("12 failed calls in 5 minutes; fewer than 10 are allowed")
      .waitFor();
    expect(await page.locator("#alarms article").count()).to.equal(2);
    ahead += 25 * MINUTE;
    await page.getByText("All is well: none of 8 alarms is raised.").waitFor();
    expect(await page.locator("#alarms article").count()).to.equal(0);
  });

  it("shows the alarm of the function's errors after a crash", async () => {
    await say(call("exits"));
    const errors = page.locator('#alarms article[data-state="ALARM"]', {
      hasText: /mcp-server-dev-errors/,
    });
    await errors.waitFor();
  });

  it("marks no widget and no alarm of this stack", async () => {
    expect(await page.getByText("CloudWatch would").count()).to.equal(0);
  });

  for (const [version, sent] of [
    ["2025-11-25", '"method": "tools/call"'],
    ["2026-07-28", "io.modelcontextprotocol/protocolVersion"],
  ] as const) {
    it(`calls a tool through its form, in ${version}, and shows request and response`, async () => {
      await page.getByRole("combobox", { name: "Protocol" }).selectOption({ label: version });
      await page
        .getByRole("button", { name: /tells-pid/ })
        .first()
        .click();
      const panel = page.getByRole("article", { name: "Tool tells-pid" });
      await panel.getByRole("button", { name: "Call tells-pid" }).click();
      const result = panel.getByRole("status");
      await result.locator("details", { hasText: sent }).first().waitFor();
      for (const details of await result.locator("details").all()) {
        await details.evaluate((node) => {
          (node as unknown as { open: boolean }).open = true;
        });
      }
      const text = await result.innerText();
      expect(text).to.include(sent);
      // The page reads its lists meanwhile, which can be answered by an environment of its own.
      expect(server.processIds().filter((id) => text.includes(String(id)))).to.have.length(1);
    });
  }

  it("shows the log as it is written", async () => {
    await say(call("throws"));
    await page.locator("#log").getByText("tool failed").last().waitFor();
  });

  it("asks nobody else, and the browser has nothing to complain of", () => {
    expect(complaints).to.deep.equal([]);
  });
});
