/** The page in the edit loop: what is not served and why, over the page, and tools that change. */
import { expect } from "chai";
import { askOnce, FAKE_TOOLS } from "./fake-tools";
import { onPage } from "./opened-page";

const PROBLEM = {
  message: "Type 'string' is not assignable to type 'number'.",
  file: "handlers/tools/add.ts",
  line: 12,
  column: 5,
  frame: '  11 | run: () => {\n> 12 |   sum = "x";\n     |   ^^^',
};

describe("the page in the edit loop", () => {
  const on = onPage();

  const panel = () => on.page.getByRole("article", { name: "Tool add" });
  /** Serves "add" with this title and another argument, and more tools. */
  const list = (title: string, ...more: readonly object[]): void => {
    const [add, ...others] = FAKE_TOOLS;
    const properties = { ...add.inputSchema.properties, c: { type: "number" } };
    const changed = { ...add, title, inputSchema: { ...add.inputSchema, properties } };
    const tools = [changed, ...others, ...more];
    on.stage.fake.answer = (message) =>
      message["method"] === "tools/list" ? { result: { tools } } : undefined;
    on.stage.fake.edits.evaluating();
    on.stage.fake.edits.served();
  };
  const over = () => on.page.locator("#edit-over");

  it("says that a change is evaluated", async () => {
    on.stage.fake.edits.evaluating();
    await on.page.getByText("evaluating the change").waitFor();
    expect(await over().isVisible()).to.equal(false);
  });

  it("shows over the page what is not served and why: file, line, message, code", async () => {
    on.stage.fake.edits.notServed([PROBLEM]);
    await over().waitFor();

    const text = await over().innerText();
    expect(text).to.match(/^Not served: still serving the version of \d\d:\d\d:\d\d\./);
    expect(text).to.include("handlers/tools/add.ts:12:5").and.include(PROBLEM.message);
    expect(await over().locator("pre").innerText()).to.equal(PROBLEM.frame);
  });

  it("is closed by its button and by Escape, and opened again", async () => {
    const reopen = on.page.getByRole("button", { name: "Not served: why" });
    await over().getByRole("button", { name: "Close" }).click();
    expect(await over().isVisible()).to.equal(false);
    await reopen.click();
    expect(await over().isVisible()).to.equal(true);
    await on.page.keyboard.press("Escape");
    expect(await over().isVisible()).to.equal(false);
  });

  it("shows another problem again, and goes away by itself when it is mended", async () => {
    on.stage.fake.edits.evaluating();
    on.stage.fake.edits.notServed([{ message: "no index.ts" }]);
    await over().getByText("no index.ts").waitFor();
    on.stage.fake.edits.evaluating();
    on.stage.fake.edits.served();
    await over().waitFor({ state: "hidden" });
    await on.page.getByText(/^served since \d\d:\d\d:\d\d$/).waitFor();
    expect(await on.page.locator("#edit-problems").isVisible()).to.equal(false);
  });

  it("lists the tools anew, and keeps the form, what was typed and the answer", async () => {
    await panel().getByLabel(/^a/).fill("10");
    await panel().getByLabel(/^b/).fill("5");
    await panel().getByRole("button", { name: "Call add" }).click();
    await panel().locator(".answer").getByText("10 + 5 = 15").waitFor();
    await panel().getByLabel(/^b/).fill("7");

    list("Add three numbers");
    await panel().getByText("Add three numbers").waitFor();
    expect(await panel().getByLabel(/^a/).inputValue()).to.equal("10");
    expect(await panel().getByLabel(/^b/).inputValue()).to.equal("7");
    expect(await panel().getByLabel(/^c/).inputValue()).to.equal("");
    await panel().locator(".answer").getByText("10 + 5 = 15").waitFor();
  });

  it("keeps a panel as long as its call is under way, with what the tool asks", async () => {
    const { answer } = on.stage.fake;
    on.stage.fake.answer = (message) => askOnce(message) ?? answer(message);
    await panel().getByRole("button", { name: "Call add" }).click();
    const question = panel().getByRole("form", { name: "Question of the tool" });
    await question.waitFor();
    list("Add some numbers", { name: "extra", inputSchema: { type: "object" } });
    await on.page.getByText("5 tools").waitFor();

    const { answer: listed } = on.stage.fake;
    on.stage.fake.answer = (message) => askOnce(message) ?? listed(message);
    await question.getByRole("button", { name: "Yes" }).click();
    await panel().locator(".answer").getByText("agreed").waitFor();

    list("Add some numbers");
    await panel().getByText("Add some numbers").waitFor();
    await panel().locator(".answer").getByText("agreed").waitFor();
  });

  it("does nothing more with the calls of a panel that has been replaced", async () => {
    const call = async (): Promise<void> => {
      await panel().getByRole("button", { name: "Call add" }).click();
      await panel().locator(".answer").getByText("10 + 7 = 17").waitFor();
    };
    await call();
    const request = `gateway-${on.stage.fake.calls.length}`;
    list("Add any numbers");
    await panel().getByText("Add any numbers").waitFor();
    await call();
    await on.page.getByText(/^Calls made here/).click();
    await on.page.getByRole("button", { name: "Forget them" }).click();

    on.stage.fake.log.add({ at: Date.now(), kind: "function", text: "a late line", request });
    await on.page.locator("#log-lines").getByText("a late line").waitFor();
    expect(await on.page.locator(".calls-made").isVisible()).to.equal(false);
  });

  it("asks nobody else, and the browser has nothing to complain of", () => {
    expect(on.stage.complaints).to.deep.equal([]);
  });
});
