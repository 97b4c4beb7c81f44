/**
 * The web client of the MCP Inspector at `npm start -- --oauth`: it finds where to sign in, registers
 * itself, and calls as who has signed in on the issuer's page.
 */
import { expect } from "chai";
import type { Browser, Locator, Page } from "playwright-core";
import { launchBrowser } from "pulumi-local/testing";
import { areClientsInstalled } from "../support/clients";
import { type Inspector, type InspectorOptions, startInspector } from "./inspector";
import { type OauthProject, startOauthProject } from "./oauth-project";
import { skipWithoutBrowser } from "./pages";

const SCOPES = ["notes:read", "notes:write"];

describe("the Inspector's web client, at npm start -- --oauth", function () {
  this.timeout(180_000);
  let project: OauthProject;
  let browser: Browser;
  const inspectors: Inspector[] = [];

  before(async function () {
    skipWithoutBrowser(this);
    if (!areClientsInstalled()) {
      console.log("skipped: no Inspector. npm test installs the packages of tests/clients");
      this.skip();
    }
    [project, browser] = await Promise.all([startOauthProject(), launchBrowser()]);
  });
  after(async () => {
    await (browser as Browser | undefined)?.close();
    for (const inspector of inspectors) inspector.close();
    await (project as OauthProject | undefined)?.close();
  });

  /** The issuer's page, where the Inspector sends whoever connects. */
  async function connect(era: InspectorOptions["era"]): Promise<Page> {
    const inspector = await startInspector({ url: project.endpoint, era });
    inspectors.push(inspector);
    const page = await browser.newPage();
    // Its fonts are elsewhere.
    await page.route(
      ({ hostname }) => hostname !== "127.0.0.1",
      (route) => route.abort(),
    );
    await page.goto(inspector.url);
    await page.getByRole("switch", { name: /^Connect or disconnect/ }).dispatchEvent("click");
    await page.getByRole("heading", { name: "Sign in on this machine" }).waitFor();
    return page;
  }

  async function callTool(page: Page, name: string): Promise<Locator> {
    await page.getByRole("banner").getByText("Tools", { exact: true }).click();
    const main = page.getByRole("main");
    await main.getByText(name, { exact: true }).click();
    await main.getByRole("button", { name: "Execute Tool" }).click();
    return main;
  }

  it("signs in as alice, lists the tools, and calls as alice with the scopes that she ticked", async () => {
    const page = await connect("legacy");
    await page.getByText("MCP Inspector").waitFor();
    for (const scope of SCOPES) {
      expect(await page.getByRole("checkbox", { name: scope }).isChecked()).to.equal(true);
    }
    await page.getByRole("button", { name: "Sign in as alice" }).click();

    const main = await callTool(page, "who-am-i");
    await main.getByText('"alice"').first().waitFor();
    for (const scope of SCOPES) await main.getByText(`"${scope}"`).first().waitFor();
  });

  it("shows bob that a tool needs a scope that he did not grant", async () => {
    const page = await connect("legacy");
    await page.getByRole("checkbox", { name: "notes:write" }).uncheck();
    await page.getByRole("button", { name: "Sign in as bob" }).click();

    const main = await callTool(page, "write-note");

    await main.getByText('The tool "write-note" needs the scope "notes:write"').waitFor();
  });

  it("lets bob grant it when the tool wants it, in protocol 2026-07-28", async () => {
    const page = await connect("modern");
    await page.getByRole("checkbox", { name: "notes:write" }).uncheck();
    await page.getByRole("button", { name: "Sign in as bob" }).click();

    await callTool(page, "write-note");
    const dialog = page.getByRole("dialog", { name: "Additional permissions required" });
    await dialog.getByText("This operation needs additional scope: notes:write.").waitFor();
    await dialog.getByRole("button", { name: "Authorize" }).click();
    await page.getByRole("button", { name: "Sign in as bob" }).click();
    const main = await callTool(page, "write-note");

    await main.getByText("written", { exact: true }).waitFor();
  });
});
