/** Tools that ask, in both eras, and tools that run as tasks, as a person meets them on the page. */
import { expect } from "chai";
import type { Locator, Page } from "playwright-core";
import type { ReceivedCall } from "./fake-server";
import { type Stage, setStage } from "./opened-page";

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
const text = (words: string): object => ({ result: { content: [{ type: "text", text: words }] } });

describe("the page's questions and tasks", () => {
  let stage: Stage;
  let page: Page;
  /** Of the task that is there. */
  let task: Json = {};

  before(async function () {
    stage = await setStage(this);
    stage.fake.answer = answer;
    const { browser, fake } = stage;
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(fake.url);
    await page.getByText("2 tools").waitFor();
  });
  after(async () => {
    await (stage as Stage | undefined)?.close();
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
            ],
          },
        };
      }
      case "tools/call":
        if (given["name"] === "import") return { result: { resultType: "task", ...task } };
        return isModern ? modern(given) : legacy(given);
      case "tasks/get":
        return { result: task };
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
  const choose = async (name: string, era: string): Promise<void> => {
    await page.getByLabel("Protocol").selectOption(era);
    await page.locator(".tool-names button", { hasText: name }).click();
  };
  const sent = (method: string): readonly Json[] =>
    stage.fake.calls
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
    await page.waitForFunction("!document.querySelector('button.primary').disabled");
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
    expect(Object.keys((declared() as { extensions: object }).extensions)).to.include(
      "io.modelcontextprotocol/tasks",
    );
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

    const result = { content: [{ type: "text", text: "Imported." }] };
    task = { ...task, status: "completed", result };
    await tool("import").locator(".answer").getByText("Imported.").waitFor();
    await tool("import").getByText("task completed").waitFor();
    expect(stage.fake.calls.at(-1)?.headers["mcp-name"]).to.equal("t-1");
  });

  it("cancels a task", async () => {
    task = { taskId: "t-2", status: "working", statusMessage: "begun" };
    await page.getByRole("button", { name: "Call import" }).click();
    await page.getByRole("button", { name: "Cancel the task" }).click();
    await tool("import").getByText("task cancelled").waitFor();
    expect(sent("tasks/cancel").at(-1)?.["taskId"]).to.equal("t-2");
  });
});
