/** Tools that ask, in both eras, and tools that run as tasks, as a person meets them on the page. */
import { expect } from "chai";
import type { Locator, Page } from "playwright-core";
import type { ReceivedCall } from "./fake-server";
import { onStage } from "./opened-page";

type Json = Readonly<Record<string, unknown>>;

const CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";
const CONFIRM = { type: "object", properties: { confirm: { type: "boolean" } } };
const TRIP = {
  type: "object",
  properties: { city: { type: "string", maxLength: 40 }, nights: { type: "integer" } },
  required: ["city", "nights"],
};
const LEGACY_TEXT =
  'The tool "refund" asks: Refund 30 EUR?\nAsk the user. Only if they agree, call again with the same arguments and "confirm": true.';
const question = (message: string, requestedSchema: object): object => ({
  method: "elicitation/create",
  params: { mode: "form", message, requestedSchema },
});
const GONE = { status: 502, json: { message: "the server is gone" } };
const APP_URI = "ui://test/report";
const APP_TYPE = "text/html;profile=mcp-app";
const APP_TOOL = { name: "report", _meta: { ui: { resourceUri: APP_URI } } };
/** Writes the result that it is told. */
const APP = `<!doctype html><script>
  addEventListener("message", ({ data }) => {
    const post = (message) => parent.postMessage({ jsonrpc: "2.0", ...message }, "*");
    if (data.id === 1) post({ method: "ui/notifications/initialized", params: {} });
    if (data.method === "ui/notifications/tool-result") document.body.append(JSON.stringify(data.params));
  });
  parent.postMessage({ jsonrpc: "2.0", id: 1, method: "ui/initialize", params: {} }, "*");
</script>`;
const text = (words: string): object => ({ result: { content: [{ type: "text", text: words }] } });

describe("the page's questions and tasks", () => {
  const on = onStage();
  let page: Page;
  /** Of the task that is there. */
  let task: Json = {};

  before(async () => {
    on.stage.fake.answer = answer;
    const { browser, fake } = on.stage;
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(fake.url);
    await page.getByText("3 tools").waitFor();
  });

  function answer({ method, params }: ReceivedCall["message"]): object | undefined {
    const given = params as Json;
    const isModern = "_meta" in given;
    switch (method) {
      case "tools/list": {
        const inputSchema = isModern ? { type: "object" } : CONFIRM;
        return {
          result: {
            tools: [
              { name: "refund", inputSchema },
              { name: "import", inputSchema },
              { ...APP_TOOL, inputSchema },
            ],
          },
        };
      }
      case "tools/call":
        if (given["name"] !== "refund") return { result: { resultType: "task", ...task } };
        return isModern ? modern(given) : legacy(given);
      case "tasks/get":
        return { result: task };
      case "resources/read":
        return {
          result: {
            contents: [{ uri: APP_URI, mimeType: APP_TYPE, text: APP, _meta: { ui: {} } }],
          },
        };
      case "tasks/cancel":
        task = { ...task, status: "cancelled" };
        return { result: {} };
      case "tasks/update":
        task = { ...task, status: "working", statusMessage: "answered", inputRequests: undefined };
        return { result: {} };
      default:
        return undefined;
    }
  }
  function legacy(given: Json): object {
    if ((given["arguments"] as Json)["confirm"] === true) return text("Refunded.");
    return { result: { isError: true, content: [{ type: "text", text: LEGACY_TEXT }] } };
  }
  function modern(given: Json): object {
    const answers = given["inputResponses"] as Json | undefined;
    if (answers === undefined) {
      const inputRequests = { q1: question("Refund 30 EUR?", CONFIRM) };
      return { result: { resultType: "input_required", inputRequests, requestState: "s1" } };
    }
    if ("q1" in answers) {
      const inputRequests = { q2: question("Where to?", TRIP), q3: question("Paid?", CONFIRM) };
      return { result: { resultType: "input_required", inputRequests, requestState: "s2" } };
    }
    return text("Refunded.");
  }

  const tool = (name: string): Locator => page.getByRole("article", { name: `Tool ${name}` });
  const form = (): Locator => page.getByRole("form", { name: "Question of the tool" });
  const verdict = (name: string): Promise<string | null> =>
    tool(name).locator(".verdict strong").textContent();
  const choose = async (name: string, era: string): Promise<void> => {
    await page.getByLabel("Protocol").selectOption(era);
    await page.locator(".tool-names button", { hasText: name }).click();
  };
  const sent = (method: string): readonly Json[] =>
    on.stage.fake.calls
      .map(({ message }) => message)
      .filter((message) => message["method"] === method)
      .map(({ params }) => params as Json);

  it("shows a 2025 tool's question, and calls again with the person's yes", async () => {
    await page.getByRole("button", { name: "Call refund" }).click();
    await form().getByText("Refund 30 EUR?").waitFor();
    await form().getByRole("button", { name: "Yes" }).click();
    await tool("refund").locator(".answer").getByText("Refunded.").waitFor();
    expect(sent("tools/call").map((params) => params["arguments"])).to.deep.equal([
      {},
      { confirm: true },
    ]);
  });

  it("does not call again after a no", async () => {
    const before = sent("tools/call").length;
    await page.getByRole("button", { name: "Call refund" }).click();
    await form().getByRole("button", { name: "No" }).click();
    await form().waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Call refund", disabled: false }).waitFor();
    expect(sent("tools/call")).to.have.length(before + 1);
  });

  it("shows a 2026 tool's questions one after the other, and goes on with the answers", async () => {
    await choose("refund", "2026-07-28");
    await page.getByRole("button", { name: "Call refund" }).click();
    await form().getByRole("button", { name: "Yes" }).click();
    await form().getByLabel(/^city/).fill("Oslo");
    await form()
      .getByLabel(/^nights/)
      .fill("2");
    await form().getByLabel("Decline this one").last().check();
    await form().getByRole("button", { name: "Answer" }).click();
    await tool("refund").locator(".answer").getByText("Refunded.").waitFor();

    const [, first, second] = sent("tools/call").slice(-3);
    const yes = { action: "accept", content: { confirm: true } };
    expect(first?.["inputResponses"]).to.deep.equal({ q1: yes });
    expect(first?.["requestState"]).to.equal("s1");
    expect(second?.["inputResponses"]).to.deep.equal({
      q2: { action: "accept", content: { city: "Oslo", nights: 2 } },
      q3: { action: "decline" },
    });
    expect(second?.["requestState"]).to.equal("s2");
    await tool("refund").getByText("Request 3", { exact: true }).waitFor();
  });

  it("declares that it can be asked, and takes tasks as long as that is ticked", async () => {
    const declared = (): unknown => (sent("tools/call").at(-1)?.["_meta"] as Json)[CAPABILITIES];
    expect(declared()).to.have.nested.property("elicitation.form");
    const extensions = (): readonly string[] =>
      Object.keys((declared() as { extensions: object }).extensions);
    expect(extensions()).to.include("io.modelcontextprotocol/tasks");

    await page.getByLabel("Long work as a task").uncheck();
    await page.getByRole("button", { name: "Call refund" }).click();
    await form().getByText("Refund 30 EUR?").waitFor();
    expect(extensions()).to.deep.equal(["io.modelcontextprotocol/ui"]);

    await page.getByLabel("Long work as a task").check();
    await form().getByRole("button", { name: "Cancel" }).click();
    await form().getByText("Where to?").waitFor();
    await form().getByRole("button", { name: "Cancel" }).click();
    await tool("refund").locator(".answer").getByText("Refunded.").waitFor();
  });

  it("says that a call is lost when an answer of the person's cannot be sent", async () => {
    await page.getByRole("button", { name: "Call refund" }).click();
    await form().waitFor();
    await page.route("**/~/call", (route) => route.fulfill(GONE));
    await form().getByRole("button", { name: "Yes" }).click();
    await tool("refund").locator(".answer").getByText("gone").waitFor();
    expect(await verdict("refund")).to.equal("lost");
    await page.unroute("**/~/call");
  });

  it("follows a task: what it says, what it asks, its result", async () => {
    task = { taskId: "t-1", status: "working", statusMessage: "1 of 3 days" };
    await choose("import", "2026-07-28");
    await page.getByRole("button", { name: "Call import" }).click();
    const followed = page.getByRole("region", { name: "Task" });
    await followed.getByText("1 of 3 days").waitFor();

    const inputRequests = { k: question("Import 40 days?", CONFIRM) };
    task = { ...task, status: "input_required", inputRequests };
    await form().getByText("Import 40 days?").waitFor();
    await form().getByRole("button", { name: "Yes" }).click();
    await followed.getByText("answered").waitFor();
    expect(sent("tasks/update").at(-1)).to.deep.include({
      taskId: "t-1",
      inputResponses: { k: { action: "accept", content: { confirm: true } } },
    });
    expect(await verdict("import")).to.equal("task begun");
    expect(await tool("import").locator(".answer").textContent()).to.equal("");

    const result = { content: [{ type: "text", text: "Imported." }] };
    task = { ...task, status: "completed", result };
    await tool("import").locator(".answer").getByText("Imported.").waitFor();
    await tool("import").getByText("task completed").waitFor();
    expect(on.stage.fake.calls.at(-1)?.headers["mcp-name"]).to.equal("t-1");
  });

  it("says why a task cannot be cancelled, and lets try it again", async () => {
    task = { taskId: "t-3", status: "working", statusMessage: "begun" };
    await page.getByRole("button", { name: "Call import" }).click();
    await page.route("**/~/call", (route) =>
      route.request().postData()?.includes("tasks/cancel") === true
        ? route.fulfill(GONE)
        : route.fallback(),
    );
    await page.getByRole("button", { name: "Cancel the task" }).click();
    await page.getByRole("region", { name: "Task" }).getByText("the server is gone").waitFor();
    await page.unroute("**/~/call");
    await page.getByRole("button", { name: "Cancel the task" }).click();
    await tool("import").getByText("task cancelled").waitFor();
  });

  it("cancels a task", async () => {
    task = { taskId: "t-2", status: "working", statusMessage: "begun" };
    await page.getByRole("button", { name: "Call import" }).click();
    await page.getByRole("button", { name: "Cancel the task" }).click();
    await tool("import").getByText("task cancelled").waitFor();
    expect(sent("tasks/cancel").at(-1)?.["taskId"]).to.equal("t-2");
  });

  it("tells a tool's page the result of the task", async () => {
    const result = { content: [{ type: "text", text: "Reported." }] };
    task = { taskId: "t-4", status: "completed", result };
    await choose("report", "2026-07-28");
    await page.getByRole("button", { name: "Call report" }).click();
    const told = page.frameLocator("iframe.app-frame").locator("body", { hasText: "{" });
    expect(JSON.parse((await told.innerText()).trim())).to.deep.equal(result);
  });
});
