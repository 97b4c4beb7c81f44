/** The page in the edit loop: what is not served and why, over the page, and tools that change. */
import { expect } from "chai";
import type { Page } from "playwright-core";
import { FAKE_TOOLS } from "./fake-tools";
import { type Stage, setStage } from "./opened-page";

const PROBLEM = {
  message: "Type 'string' is not assignable to type 'number'.",
  file: "handlers/tools/add.ts",
  line: 12,
  column: 5,
  frame: '  11 | run: () => {\n> 12 |   sum = "x";\n     |   ^^^',
};

describe("the page in the edit loop", () => {
  let stage: Stage;
  let page: Page;

  before(async function () {
    stage = await setStage(this);
    page = await stage.open();
  });
  after(async () => {
    await (stage as Stage | undefined)?.close();
  });

  const over = () => page.locator("#edit-over");

  it("says that a change is evaluated", async () => {
    stage.fake.edits.evaluating();
    await page.getByText("evaluating the change").waitFor();
    expect(await over().isVisible()).to.equal(false);
  });

  it("shows over the page what is not served and why: file, line, message, code", async () => {
    stage.fake.edits.notServed([PROBLEM]);
    await over().waitFor();

    const text = await over().innerText();
    expect(text).to.match(/^Not served: still serving the version of \d\d:\d\d:\d\d\./);
    expect(text).to.include("handlers/tools/add.ts:12:5").and.include(PROBLEM.message);
    expect(await over().locator("pre").innerText()).to.equal(PROBLEM.frame);
  });

  it("is closed by its button and by Escape, and opened again", async () => {
    const reopen = page.getByRole("button", { name: "Not served: why" });
    await over().getByRole("button", { name: "Close" }).click();
    expect(await over().isVisible()).to.equal(false);
    await reopen.click();
    expect(await over().isVisible()).to.equal(true);
    await page.keyboard.press("Escape");
    expect(await over().isVisible()).to.equal(false);
  });

  it("shows another problem again, and goes away by itself when it is mended", async () => {
    stage.fake.edits.evaluating();
    stage.fake.edits.notServed([{ message: "no index.ts" }]);
    await over().getByText("no index.ts").waitFor();
    stage.fake.edits.evaluating();
    stage.fake.edits.served();
    await over().waitFor({ state: "hidden" });
    await page.getByText(/^served since \d\d:\d\d:\d\d$/).waitFor();
    expect(await page.locator("#edit-problems").isVisible()).to.equal(false);
  });

  it("lists the tools anew, and keeps the form, what was typed and the answer", async () => {
    const panel = page.getByRole("article", { name: "Tool add" });
    await panel.getByLabel(/^a/).fill("10");
    await panel.getByLabel(/^b/).fill("5");
    await panel.getByRole("button", { name: "Call add" }).click();
    await panel.locator(".answer").getByText("10 + 5 = 15").waitFor();
    await panel.getByLabel(/^b/).fill("7");

    const [add, ...others] = FAKE_TOOLS;
    const { properties } = add.inputSchema;
    const inputSchema = {
      ...add.inputSchema,
      properties: { ...properties, c: { type: "number" } },
    };
    const changed = { ...add, title: "Add three numbers", inputSchema };
    stage.fake.answer = ({ method }) =>
      method === "tools/list" ? { result: { tools: [changed, ...others] } } : undefined;
    stage.fake.edits.evaluating();
    stage.fake.edits.served();

    await panel.getByText("Add three numbers").waitFor();
    expect(await panel.getByLabel(/^a/).inputValue()).to.equal("10");
    expect(await panel.getByLabel(/^b/).inputValue()).to.equal("7");
    expect(await panel.getByLabel(/^c/).inputValue()).to.equal("");
    await panel.locator(".answer").getByText("10 + 5 = 15").waitFor();
  });

  it("asks nobody else, and the browser has nothing to complain of", () => {
    expect(stage.complaints).to.deep.equal([]);
  });
});
