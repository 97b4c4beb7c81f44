/** The tools and the log of the page, as a person uses them. */
import { expect } from "chai";
import type { Locator } from "playwright-core";
import type { LogEntry } from "../../page/server/log-feed";
import { FAKE_ISSUER, type ReceivedCall } from "./fake-server";
import { FAKE_TOOLS } from "./fake-tools";
import { onPage } from "./opened-page";

const VERSION = "io.modelcontextprotocol/protocolVersion";

describe("the page's tools and log", () => {
  const on = onPage();

  /** Chooses a tool; its panel. */
  async function tool(name: string): Promise<Locator> {
    await on.page.locator(".tool-names button", { hasText: name }).first().click();
    return on.page.getByRole("article", { name: `Tool ${name}` });
  }
  const result = (panel: Locator): Locator => panel.getByRole("status");
  const calls = (): ReceivedCall[] =>
    on.stage.fake.calls.filter(({ message }) => message["method"] === "tools/call");
  /** Calls, waits for the answer, and gives what the endpoint was asked. */
  async function press(panel: Locator): Promise<Record<string, unknown>> {
    const before = calls().length;
    const answered = on.page.waitForResponse(
      (response) => response.request().postData()?.includes('"tools/call"') ?? false,
    );
    await panel.getByRole("button", { name: /^Call / }).click();
    await answered;
    expect(calls()).to.have.length(before + 1);
    return calls().at(-1)?.message["params"] as Record<string, unknown>;
  }

  it("lists the tools of all pages of tools/list", async () => {
    expect(await on.page.locator(".tool-names button").count()).to.equal(4);
  });

  for (const era of ["2025-11-25", "2026-07-28"]) {
    it(`calls a tool through its form in ${era}, and shows request and response`, async () => {
      await on.page.getByLabel("Protocol").selectOption(era);
      const panel = await tool("add");
      await panel.getByLabel(/^a/).fill("10");
      await panel.getByLabel(/^b/).fill("5");
      await press(panel);
      await result(panel).getByText("10 + 5 = 15", { exact: true }).waitFor();
      await result(panel).getByText("HTTP 200").waitFor();
      for (const name of ["Request", "Response"]) {
        await result(panel).getByText(name, { exact: true }).click();
      }
      const text = await result(panel).innerText();
      expect(text).to.include("POST /dev/mcp HTTP/1.1").and.include(`MCP-Protocol-Version: ${era}`);
      expect(text).to.include("HTTP/1.1 200").and.include('"text": "10 + 5 = 15"');
      const { headers, message } = calls().at(-1) ?? {};
      const isModern = era === "2026-07-28";
      expect(headers?.origin).to.equal(undefined);
      expect(headers?.["mcp-name"]).to.equal(isModern ? "add" : undefined);
      expect(headers?.["mcp-method"]).to.equal(isModern ? "tools/call" : undefined);
      expect(JSON.stringify(message).includes(VERSION)).to.equal(isModern);
    });
  }

  it("does not send a form without what is required", async () => {
    const panel = await tool("add");
    await panel.getByLabel(/^a/).fill("");
    const before = calls().length;
    await panel.getByRole("button", { name: "Call add" }).click();
    expect(await panel.locator("input:invalid").count()).to.equal(1);
    expect(calls()).to.have.length(before);
  });

  it("sends every kind of argument, and leaves out what is empty", async () => {
    const panel = await tool("everything");
    expect(await panel.getByLabel(/^zone/).getAttribute("placeholder")).to.equal("UTC");
    expect((await press(panel))["arguments"]).to.deep.equal({ text: "", sure: false });
    await panel.getByLabel(/^text/).fill("two\nlines");
    await panel.getByLabel(/^format/).selectOption("long");
    await panel.getByLabel(/^count/).fill("3");
    await panel.getByLabel(/^verbose/).selectOption("false");
    await panel.getByLabel(/^sure/).check();
    for (const tag of ["red", "blue", "green"]) {
      await panel.getByRole("button", { name: "Add to tags" }).click();
      await on.page.keyboard.type(tag);
    }
    await panel.getByRole("button", { name: "Remove tags 2" }).click();
    await panel.getByLabel(/^floor/).fill("2");
    await panel.getByLabel(/^either/).fill('{"any": [1]}');
    expect((await press(panel))["arguments"]).to.deep.equal({
      text: "two\nlines",
      format: "long",
      count: 3,
      verbose: false,
      sure: true,
      tags: ["red", "green"],
      place: { floor: 2 },
      either: { any: [1] },
    });
    await result(panel).getByText("Structured content").waitFor();
  });

  it("sends raw JSON as it is written, begun with what the form holds", async () => {
    const panel = await tool("add");
    await panel.getByLabel(/^a/).fill("1");
    await panel.getByLabel("Raw JSON").check();
    const text = panel.getByLabel("Arguments as JSON");
    expect(await text.inputValue()).to.equal('{\n  "a": 1,\n  "b": 5\n}');
    await text.fill('{"a": "no number"}');
    expect((await press(panel))["arguments"]).to.deep.equal({ a: "no number" });
    await panel.getByLabel("Raw JSON").uncheck();
  });

  it("shows images, and failures of a tool as such", async () => {
    const drawn = await tool("draw");
    await press(drawn);
    await result(drawn).getByRole("img").waitFor();
    expect(await on.page.evaluate("document.querySelector('.result img').naturalWidth")).to.equal(
      1,
    );
  });

  it("asks before it calls a tool that is destructive", async () => {
    const panel = await tool("delete-notes");
    const before = calls().length;
    await panel.getByRole("button", { name: "Call delete-notes" }).click();
    await on.page.getByRole("dialog").getByRole("button", { name: "Do not call" }).click();
    await on.page.getByRole("dialog").waitFor({ state: "hidden" });
    expect(calls()).to.have.length(before);
    await panel.getByRole("button", { name: "Call delete-notes" }).click();
    await on.page.getByRole("dialog").getByRole("button", { name: "Call it" }).click();
    await result(panel).getByText("the tool failed (isError)").waitFor();
    expect(calls()).to.have.length(before + 1);
  });

  it("shows no failure of an older question after the answer of a newer one", async () => {
    const button = on.page.getByRole("button", { name: "Reload tools" });
    let fail = (): void => undefined;
    const failed = new Promise<void>((resolve) => (fail = resolve));
    const gone = { status: 502, json: { message: "gone" } };
    await on.page.route("**/~/call", (route) => failed.then(() => route.fulfill(gone)), {
      times: 1,
    });
    const asked = on.page.waitForRequest("**/~/call");
    await button.click();
    await asked;
    const tools = [...FAKE_TOOLS, { name: "fifth", inputSchema: { type: "object" } }];
    on.stage.fake.answer = ({ method }) =>
      method === "tools/list" ? { result: { tools } } : undefined;
    await button.click();
    await on.page.getByText("5 tools").waitFor();

    const answered = on.page.waitForResponse((response) => response.status() === 502);
    fail();
    await (await answered).finished();
    on.stage.fake.answer = () => undefined;
    expect(await on.page.locator("#tools-state").textContent()).to.equal("5 tools");
    await button.click();
    await on.page.getByText("4 tools").waitFor();
    // The browser's own word of the 502.
    expect(on.stage.complaints.splice(-1).join()).to.match(/502/);
  });

  describe("what the endpoint wants of callers", () => {
    const reload = (): Promise<void> =>
      on.page.getByRole("button", { name: "Reload tools" }).click();

    afterEach(async () => {
      on.stage.fake.access = { kind: "none" };
      await reload();
      await on.page.locator(".access:empty").waitFor({ state: "attached" });
    });

    it("shows that a signature is missing, and sends a stand-in when asked to", async () => {
      const panel = await tool("add");
      on.stage.fake.access = { kind: "iam" };
      await press(panel);
      await result(panel).getByText("403: Wanted: iam.").waitFor();
      await reload();
      await on.page.getByLabel(/stand-in signature/).check();
      await press(panel);
      await result(panel).getByText("HTTP 200").waitFor();
      expect(calls().at(-1)?.headers.authorization).to.equal("AWS4-HMAC-SHA256 local");
    });

    it("calls with the chosen API key, and shows none", async () => {
      const values = { partner: "local-partner-value", team: "local-team-value" };
      const keys = Object.entries(values).map(([name, value]) => ({ name, value }));
      on.stage.fake.access = { kind: "apiKey", keys };
      await reload();
      await on.page.getByLabel("API key").selectOption("team");
      const panel = await tool("add");
      await press(panel);
      await result(panel).getByText("HTTP 200").waitFor();
      expect(calls().at(-1)?.headers["x-api-key"]).to.equal(values.team);
      expect(await on.page.content()).to.not.include(values.team);
    });

    it("signs in as one of the accounts with the ticked scopes, or as nobody", async () => {
      const scopes = ["notes:read", "notes:write"];
      on.stage.fake.access = { kind: "jwt", resource: "r", issuer: FAKE_ISSUER, scopes };
      await reload();
      const panel = await tool("add");
      await on.page.getByLabel("Sign in as").selectOption("bob");
      await on.page.getByLabel("notes:read").uncheck();
      await press(panel);
      await result(panel).getByText("HTTP 200").waitFor();
      expect(calls().at(-1)?.headers.authorization).to.equal("Bearer bob notes:write");
      await on.page.getByLabel("Sign in as").selectOption("nobody");
      await press(panel);
      await result(panel).getByText("403: Wanted: jwt.").waitFor();
    });

    it("says where tokens come from when nobody can sign in here", async () => {
      const issuer = "https://issuer.example.com";
      on.stage.fake.access = { kind: "jwt", resource: "r", issuer, scopes: [] };
      await reload();
      await on.page.getByText(`Callers need a token of ${issuer}.`).waitFor();
    });
  });

  describe("the log", () => {
    const lines = (): Locator => on.page.locator("#log-lines > li");
    const add = (kind: LogEntry["kind"], text: string): void => {
      on.stage.fake.log.add({ at: Date.now(), kind, text });
    };

    it("shows lines as they are written, JSON by level, message and fields", async () => {
      add("function", '{"level":"WARN","message":"late","tool":"add","at":{"n":1}}');
      await lines().filter({ hasText: "late" }).waitFor();
      const line = lines().filter({ hasText: "late" });
      expect(await line.getAttribute("data-level")).to.equal("warn");
      expect(await line.innerText()).to.include("tool=add");
      await line.getByText("late").click();
      await line.getByText('"n": 1').waitFor();
    });

    it("shows a blob of metrics by its values", async () => {
      const metrics = [{ Metrics: [{ Name: "ToolCalls" }] }];
      add("function", JSON.stringify({ _aws: { CloudWatchMetrics: metrics }, ToolCalls: 1 }));
      const line = lines().filter({ hasText: "ToolCalls=1" });
      await line.waitFor();
      expect(await line.getAttribute("data-level")).to.equal("metrics");
    });

    it("shows what Lambda says of an invocation by its measurements", async () => {
      const record = { requestId: "r", status: "success", metrics: { durationMs: 2.50041 } };
      add("platform", JSON.stringify({ type: "platform.report", record }));
      const line = lines().filter({ hasText: "platform.report" });
      expect(await line.innerText()).to.include("requestId=r status=success durationMs=2.5");
    });

    it("shows text of the function as text", async () => {
      add("function", "<img src=x onerror=alert(1)>");
      await on.page.getByText("<img src=x onerror=alert(1)>", { exact: true }).waitFor();
    });

    it("filters by level and by text", async () => {
      add("request", "200 POST ping");
      add("failure", "out of memory");
      await lines().filter({ hasText: "out of memory" }).waitFor();
      await on.page.getByLabel("Show").selectOption("warnings and errors");
      expect(await lines().count()).to.equal(2);
      await on.page.getByRole("searchbox", { name: "Text" }).fill("MEMORY");
      expect(await lines().count()).to.equal(1);
      await on.page.getByText("1 of 6 lines").waitFor();
      await on.page.getByRole("searchbox", { name: "Text" }).fill("");
      await on.page.getByLabel("Show").selectOption("everything");
      expect(await lines().count()).to.equal(6);
    });

    it("pauses, goes on with what came meanwhile, and clears", async () => {
      await on.page.getByRole("button", { name: "Pause" }).click();
      add("request", "200 meanwhile");
      await on.page.getByText("paused, 1 new").waitFor();
      expect(await lines().count()).to.equal(6);
      await on.page.getByRole("button", { name: "Resume" }).click();
      await lines().filter({ hasText: "200 meanwhile" }).waitFor();
      await on.page.getByRole("button", { name: "Clear" }).click();
      expect(await lines().count()).to.equal(0);
    });

    it("keeps the last 500 lines", async () => {
      for (let n = 1; n <= 300; n += 1) add("request", `200 line ${n}.`);
      await on.page.getByText("200 line 300.").waitFor();
      for (let n = 301; n <= 620; n += 1) add("request", `200 line ${n}.`);
      await on.page.getByText("200 line 620.").waitFor();
      expect(await lines().count()).to.equal(500);
      expect(await lines().first().innerText()).to.include("line 121.");
    });

    it("shows why a token was refused, as a warning and not as metrics", async () => {
      const why = { message: "unauthorized", reason: "expired", detail: "since 10 s" };
      add("function", JSON.stringify({ _aws: { CloudWatchMetrics: [] }, AuthRefused: 1, ...why }));
      const line = lines().filter({ hasText: "token refused" });
      await line.waitFor();
      expect(await line.getAttribute("data-level")).to.equal("warn");
      expect(await line.innerText()).to.include("reason=expired detail=since 10 s");
    });
  });

  it("asks nobody else, and the browser has nothing to complain of", () => {
    expect(on.stage.complaints).to.deep.equal([]);
  });
});
