/** The page of `npm start -- --oauth`: calls as whom one chooses, with the scopes that one ticks. */
import { expect } from "chai";
import type { Browser, Locator, Page } from "playwright-core";
import { collectComplaints, launchBrowser } from "pulumi-local/testing";
import { type OauthProject, startOauthProject } from "./oauth-project";
import { skipWithoutBrowser } from "./pages";

describe("the page of npm start -- --oauth", function () {
  this.timeout(180_000);
  let project: OauthProject;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  before(async function () {
    skipWithoutBrowser(this);
    [project, browser] = await Promise.all([startOauthProject(), launchBrowser()]);
    page = await browser.newPage();
    const { href } = new URL("/", project.endpoint);
    collectComplaints(page, href, complaints);
    await page.goto(href);
  });
  after(async () => {
    await (browser as Browser | undefined)?.close();
    await (project as OauthProject | undefined)?.close();
  });

  /** What is shown of a call. */
  async function callTool(name: string): Promise<Locator> {
    const panel = page.getByRole("article", { name: `Tool ${name}` });
    if (!(await panel.isVisible())) {
      await page
        .getByRole("button", { name: new RegExp(name) })
        .first()
        .click();
    }
    await panel.getByRole("button", { name: `Call ${name}` }).click();
    return panel.getByRole("status");
  }

  for (const [version, lacking] of [
    ["2025-11-25", 'The tool "write-note" needs the scope "notes:write"'],
    ["2026-07-28", "403: The token lacks a scope that this server needs"],
  ] as const) {
    describe(`in ${version}`, () => {
      before(async () => {
        await page.getByRole("combobox", { name: "Protocol" }).selectOption({ label: version });
        for (const scope of ["notes:read", "notes:write"])
          await page.getByRole("checkbox", { name: scope }).check();
      });

      for (const name of ["alice", "bob"]) {
        it(`calls as ${name}`, async () => {
          await page.getByLabel("Sign in as").selectOption(name);

          const result = await callTool("who-am-i");

          await result
            .filter({ hasText: "HTTP 200" })
            .filter({ hasText: new RegExp(`"subject": ?"${name}"`) })
            .waitFor();
        });
      }

      it("says which scope is lacking when its box is not ticked", async () => {
        await page.getByLabel("Sign in as").selectOption("alice");
        await page.getByRole("checkbox", { name: "notes:write" }).uncheck();

        const result = await callTool("write-note");

        await result.getByText(lacking).first().waitFor();
      });

      it("says what is wanted of nobody", async () => {
        await page.getByLabel("Sign in as").selectOption("nobody");

        const result = await callTool("who-am-i");

        await result.getByText("401: A valid access token is needed").waitFor();
      });
    });
  }

  describe("after all of it", () => {
    it("has given the browser nothing to complain of", () => {
      expect(complaints).to.deep.equal([]);
    });
  });
});
