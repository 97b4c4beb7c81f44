/** Another page in the same browser gets nothing out of this one, and nothing into it. */
import { expect } from "chai";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { onStage } from "./opened-page";

describe("the page and other origins", () => {
  const on = onStage();
  let other: http.Server | undefined;
  let page: Page;

  before(async () => {
    other = http.createServer((_, reply) => {
      reply.setHeader("content-type", "text/html");
      reply.end(`<title>other</title><a href="${on.stage.fake.url}/">the page</a>`);
    });
    await new Promise<void>((resolve) => other?.listen(0, "127.0.0.1", resolve));
    page = await on.stage.browser.newPage();
    await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
  });
  after(async () => {
    other?.closeAllConnections();
    other?.close();
  });

  /** What a script of the other page gets: the text, or the browser's refusal. */
  const fetched = (path: string, init: object = {}): Promise<string> =>
    page.evaluate(
      `fetch(${JSON.stringify(on.stage.fake.url + path)}, ${JSON.stringify(init)}).then((r) => r.text(), (e) => "refused: " + e.message)`,
    );

  for (const path of ["/", "/~/view", "/~/log", "/~/main.js", "/~/main.css"]) {
    it(`lets no other page read ${path}`, async () => {
      expect(await fetched(path)).to.equal("refused: Failed to fetch");
      expect(await fetched(path, { mode: "no-cors" })).to.equal("refused: Failed to fetch");
    });
  }

  for (const type of ["text/plain", "application/json"]) {
    it(`lets no other page call, with ${type}`, async () => {
      const body = JSON.stringify({ era: "2025", method: "tools/call", params: { name: "add" } });
      for (const mode of ["cors", "no-cors"]) {
        const init = { method: "POST", mode, body, headers: { "Content-Type": type } };
        expect(await fetched("/~/call", init)).to.equal("refused: Failed to fetch");
      }
      expect(on.stage.fake.calls).to.deep.equal([]);
    });
  }

  it("lets no other page load its scripts, or show it in a frame", async () => {
    const script = `new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = ${JSON.stringify(`${on.stage.fake.url}/~/main.js`)};
      script.type = "module";
      script.onload = () => resolve("loaded");
      script.onerror = () => resolve("refused");
      document.head.append(script);
    })`;
    expect(await page.evaluate(script)).to.equal("refused");
    await page.evaluate(`new Promise((resolve) => {
      const frame = document.createElement("iframe");
      frame.src = ${JSON.stringify(`${on.stage.fake.url}/`)};
      frame.onload = resolve;
      document.body.append(frame);
    })`);
    const frame = page.frames().find((one) => one !== page.mainFrame());
    expect(await frame?.locator("#endpoint").count()).to.equal(0);
  });

  it("opens from a link of another page", async () => {
    await page.getByRole("link", { name: "the page" }).click();
    await page.getByText("4 tools").waitFor();
  });
});
