/** A tool's page, from the archive that would be deployed to the frame that shows it. */
import { expect } from "chai";
import * as path from "node:path";
import type { Browser } from "playwright-core";
import { LocalServer } from "pulumi-local";
import { collectComplaints, launchBrowser, missingBrowser } from "pulumi-local/testing";
import { UNTHROTTLED } from "../support/local-server";
import { stackSettings } from "../support/program";

describe("a tool's page on the page of npm start", () => {
  let server: LocalServer | undefined;
  let browser: Browser | undefined;

  before(async function () {
    const missing = missingBrowser();
    if (missing !== undefined) {
      console.log(missing);
      this.skip();
    }
    server = await LocalServer.start({
      settings: stackSettings(UNTHROTTLED),
      port: 0,
      programFolder: path.join(__dirname, "..", "fixtures", "apps"),
      onWarning: () => undefined,
      onLine: () => undefined,
    });
    browser = await launchBrowser();
  });

  after(async () => {
    await browser?.close();
    await server?.close();
  });

  for (const era of ["2025-11-25", "2026-07-28"]) {
    it(`shows the result of a call in ${era}, and the browser has nothing to complain of`, async () => {
      const url = server?.pageUrl ?? "";
      const complaints: string[] = [];
      const page = await (browser as Browser).newPage();
      collectComplaints(page, url, complaints);
      await page.goto(url);
      await page.getByRole("button", { name: "Call total" }).waitFor();
      await page.getByLabel("Protocol").selectOption(era);

      await page.getByLabel("Raw JSON").check();
      await page.getByLabel("Arguments as JSON").fill('{"numbers":[1,2,3]}');
      await page.getByRole("button", { name: "Call total" }).click();

      const frame = page.frameLocator('iframe[title="Page of total"]');
      await frame.getByText("Σ 6", { exact: true }).waitFor();
      expect(complaints).to.deep.equal([]);
      await page.close();
    });
  }
});
