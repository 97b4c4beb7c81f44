/** Pages of tools (MCP Apps) on the local page: what they get, what they may, and what they may not. */
import { expect } from "chai";
import type { Browser, FrameLocator, Locator, Page } from "playwright-core";
import { type AppServer, startAppServer } from "./app-server";
import { launchBrowser, missingBrowser } from "./chromium";

describe("pages of tools on the page", () => {
  let server: AppServer;
  let browser: Browser | undefined;
  let page: Page;

  before(async function () {
    const missing = missingBrowser();
    if (missing !== undefined) {
      console.log(missing);
      this.skip();
    }
    server = await startAppServer();
    browser = await launchBrowser();
  });
  after(async () => {
    await browser?.close();
    await (server as AppServer | undefined)?.close();
  });
  beforeEach(async () => {
    server.settings = {};
    server.received.length = 0;
    page = await (browser as Browser).newPage({ reducedMotion: "reduce" });
    await page.goto(server.url);
    await page.getByText("5 tools").waitFor();
  });
  afterEach(() => page.close());

  const panel = (name: string): Locator => page.getByRole("article", { name: `Tool ${name}` });
  const frame = (): FrameLocator => page.frameLocator("iframe.app-frame");

  async function call(name: string): Promise<void> {
    await page.locator(".tool-names button", { hasText: name }).first().click();
    const a = panel(name).getByLabel(/^a/);
    await a.fill("7");
    await panel(name)
      .getByRole("button", { name: `Call ${name}` })
      .click();
  }
  /** What the app wrote under a heading, the newest last. */
  async function lines(heading: string): Promise<unknown[]> {
    await frame().locator("#lines").getByText(heading).waitFor();
    const text = (await frame().locator("#lines").textContent()) ?? "";
    return text
      .split("\n")
      .filter((line) => line.startsWith(`${heading} `))
      .map((line) => JSON.parse(line.slice(heading.length)) as unknown);
  }
  it("are told the arguments and the result, after they are initialized", async () => {
    await call("chart");

    expect(await lines("ui/notifications/tool-result")).to.deep.equal([
      {
        content: [{ type: "text", text: "chart was called" }],
        structuredContent: { given: { a: 7 } },
      },
    ]);
    expect(await lines("ui/notifications/tool-input")).to.deep.equal([{ arguments: { a: 7 } }]);
    const [initialized] = (await lines("ui/initialize")) as Record<string, object>[];
    expect(initialized).to.include({ protocolVersion: "2026-01-26" });
    expect(initialized?.["hostCapabilities"]).to.have.property("serverTools");
    expect(initialized?.["hostContext"]).to.deep.include({ theme: "light", displayMode: "inline" });
    expect(initialized?.["hostContext"]).to.have.nested.property("toolInfo.tool.name", "chart");
    const [early] = (await lines("tools/call")) as Record<string, unknown>[];
    expect(early).to.deep.equal({ code: -32000, message: "not before the page is initialized" });
  });

  it("have an origin that is nobody's, and reach neither the page nor this machine", async () => {
    await call("chart");

    await lines("ui/initialize");
    expect(await lines("origin")).to.deep.equal(["null"]);
    expect(await lines("parent")).to.deep.equal(["refused: SecurityError"]);
    expect(await lines("storage")).to.deep.equal(["refused: SecurityError"]);
    expect(await lines("cookie")).to.deep.equal(["refused: SecurityError"]);
    expect(await lines("fetch")).to.deep.equal(["refused: TypeError"]);
    const sandbox = await page.locator("iframe.app-frame").getAttribute("sandbox");
    expect(sandbox).to.equal("allow-scripts");
    expect(
      await frame().locator("body").evaluate("getComputedStyle(document.body).color"),
    ).to.equal("rgb(1, 2, 3)");
  });

  it("call tools of the server, and get the result", async () => {
    await call("chart");
    await lines("ui/notifications/tool-result");

    await frame().getByRole("button", { name: "refresh" }).click();

    await page.getByLabel("What the page said").getByText('called refresh {"n":2}').waitFor();
    await frame().locator("#lines").getByText("refresh was called").waitFor();
    expect((await lines("tools/call")).at(-1)).to.deep.include({
      structuredContent: { given: { n: 2 } },
    });
    expect(server.received.at(-1)?.["params"]).to.deep.equal({
      name: "refresh",
      arguments: { n: 2 },
    });
  });

  const refused: readonly (readonly [button: string, heading: string, error: object])[] = [
    ["hidden", "tools/call", { code: -32000, message: "hidden is not for pages to call" }],
    ["nobody", "tools/call", { code: -32000, message: "the server has no tool nobody" }],
    ["link", "ui/open-link", { code: -32601, message: "ui/open-link is not known here" }],
  ];
  for (const [button, heading, error] of refused) {
    it(`are refused ${heading} of "${button}", which the server never hears of`, async () => {
      await call("chart");
      await lines("ui/notifications/tool-result");
      const before = server.received.length;

      await frame().getByRole("button", { name: button }).click();

      await frame().locator("#lines").getByText(JSON.stringify(error)).waitFor();
      expect((await lines(heading)).at(-1)).to.deep.equal(error);
      expect(server.received).to.have.length(before);
    });
  }

  it("call a tool that is destructive only when the person says yes", async () => {
    await call("chart");
    await lines("ui/notifications/tool-result");

    await frame().getByRole("button", { name: "wipe" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Do not call" }).click();
    await frame().locator("#lines").getByText("the person said no").waitFor();
    await frame().getByRole("button", { name: "wipe" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Call it" }).click();

    await frame().locator("#lines").getByText("wipe was called").waitFor();
    const wiped = server.received.filter(({ params }) => JSON.stringify(params).includes("wipe"));
    expect(wiped).to.have.length(1);
  });

  it("get no second yes by the one click on what is asked about the first call", async () => {
    await call("chart");
    await lines("ui/notifications/tool-result");

    const wipe = "request('tools/call', { name: 'wipe' })";
    await frame().locator("body").evaluate(`${wipe}, ${wipe}, undefined`);
    await page.getByRole("dialog").getByRole("button", { name: "Call it" }).click();
    await frame().locator("#lines").getByText("wipe was called").waitFor();
    await frame().locator("#lines").getByText("the person said no").waitFor();

    const wiped = server.received.filter(({ params }) => JSON.stringify(params).includes("wipe"));
    expect(wiped).to.have.length(1);
  });

  it("say what is for a model below the frame", async () => {
    await call("chart");
    await lines("ui/notifications/tool-result");

    await frame().getByRole("button", { name: "message" }).click();

    await page.getByLabel("What the page said").getByText('"text":"hi"').waitFor();
  });

  it("get the height that they ask for, up to 900 pixels", async () => {
    await call("chart");
    await lines("ui/notifications/tool-result");
    const element = page.locator("iframe.app-frame");
    const height = (value: string): Promise<void> =>
      page.locator(`iframe.app-frame[style="height: ${value};"]`).waitFor();

    await frame().getByRole("button", { name: "grow" }).click();
    await height("334px");
    await frame().getByRole("button", { name: "burst" }).click();
    await height("900px");

    expect(await element.getAttribute("style")).to.equal("height: 900px;");
  });

  it("are told when the theme changes", async () => {
    await call("chart");
    await lines("ui/notifications/tool-result");

    await page.emulateMedia({ colorScheme: "dark" });

    expect(await lines("ui/notifications/host-context-changed")).to.deep.equal([{ theme: "dark" }]);
  });

  it("are taken down when they ask for it, after they have put things away", async () => {
    await call("chart");
    await lines("ui/notifications/tool-result");

    await frame().getByRole("button", { name: "done" }).click();

    await page.locator("iframe.app-frame").waitFor({ state: "detached" });
  });

  it("are shown anew, with the new result, by another call", async () => {
    await call("chart");
    await lines("ui/notifications/tool-result");

    await panel("chart").getByLabel(/^a/).fill("8");
    await panel("chart").getByRole("button", { name: "Call chart" }).click();

    await frame().locator("#lines").getByText('{"arguments":{"a":8}}').waitFor();
    expect(await page.locator("iframe.app-frame").count()).to.equal(1);
  });

  const policies: readonly (readonly [string, object | undefined, string])[] = [
    ["nothing without a declaration", {}, "connect-src 'none'"],
    [
      "what their contents declare",
      { csp: { connectDomains: ["https://api.example.com"] } },
      "connect-src https://api.example.com;",
    ],
    [
      "what the list declares, where the contents say nothing",
      undefined,
      "connect-src https://listed.example.com;",
    ],
    [
      "nothing of what is no origin",
      { csp: { connectDomains: ["*", "https://a.b; script-src *", "'self'"] } },
      "connect-src 'none'",
    ],
  ];
  for (const [what, settings, directive] of policies) {
    it(`may load ${what}`, async () => {
      server.settings = settings as AppServer["settings"];
      const loaded = page.waitForResponse((response) => response.url().includes("/~/app?id="));

      await call("chart");

      const policy = (await loaded).headers()["content-security-policy"] ?? "";
      expect(policy).to.include(directive).and.include("default-src 'none'");
      expect(policy)
        .to.include("object-src 'none'")
        .and.match(/; sandbox allow-scripts$/);
    });
  }

  it("are not there for a tool without one, and reported where there is none", async () => {
    await call("refresh");
    await panel("refresh").getByText("refresh was called").first().waitFor();
    expect(await page.locator("iframe").count()).to.equal(0);

    await call("broken");

    await panel("broken").getByText("Its page cannot be shown: resources/read").waitFor();
    await panel("broken").getByText("broken was called").first().waitFor();
  });
});
