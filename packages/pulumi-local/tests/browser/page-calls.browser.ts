/** One view of a call: request, response, log lines, metrics and outcome; curl; the calls before. */
import { expect } from "chai";
import { exec } from "node:child_process";
import type { Locator } from "playwright-core";
import { askOnce } from "./fake-tools";
import { onPage } from "./opened-page";

const REPORT = {
  type: "platform.report",
  record: {
    requestId: "lambda-1",
    status: "success",
    metrics: { durationMs: 12.34, billedDurationMs: 13, memorySizeMB: 512, maxMemoryUsedMB: 80 },
  },
};
const BLOB = {
  outcome: "invalid-arguments",
  issues: ["a: invalid_type"],
  ToolDuration: 3.21,
  _aws: {
    CloudWatchMetrics: [{ Metrics: [{ Name: "ToolDuration", Unit: "Milliseconds" }] }],
  },
};

describe("the page's view of a call", () => {
  const on = onPage({ permissions: ["clipboard-read", "clipboard-write"] });

  const panel = (): Locator => on.page.getByRole("article", { name: "Tool add" });
  const result = (): Locator => panel().getByRole("status");
  const answer = (): Locator => result().locator(".answer");
  const add = async (a: number, b: number): Promise<void> => {
    await panel().getByLabel(/^a/).fill(String(a));
    await panel().getByLabel(/^b/).fill(String(b));
    await panel().getByRole("button", { name: "Call add" }).click();
    await answer()
      .getByText(`${a} + ${b} = ${a + b}`)
      .waitFor();
  };
  /** As the log has it of the last request. */
  const write = (kind: "function" | "platform", value: object | string): void => {
    const text = typeof value === "string" ? value : JSON.stringify(value);
    on.stage.fake.log.add({ at: Date.now(), kind, text, request: lastRequest() });
  };
  const lastRequest = (): string => `gateway-${on.stage.fake.calls.length}`;

  it("has the log lines of the call, and no others", async () => {
    await add(10, 5);
    on.stage.fake.log.add({ at: 1, kind: "function", text: "of another", request: "gateway-0" });
    write("function", "written by the tool");

    await result().getByText("Log of this call: 1 line").click();
    await result().getByText("written by the tool").waitFor();
    expect(await result().innerText()).to.not.include("of another");
  });

  it("has what was measured, and the outcome in the function's words", async () => {
    write("platform", REPORT);
    write("function", BLOB);

    await result().getByText("outcome: invalid-arguments (a: invalid_type)").waitFor();
    const facts = await result().getByLabel("Measured").innerText();
    const text = facts.split(/\s+/).join(" ");
    expect(text).to.include("function 12.3 ms billed 13 ms memory 80 of 512 MB");
    expect(text).to.include("ToolDuration 3.21 ms");
  });

  it("keeps a log line open when further ones come", async () => {
    const line = result().locator(".own-lines li").filter({ hasText: "platform.report" });
    await line.getByText("platform.report").click();
    await line.getByText('"maxMemoryUsedMB": 80').waitFor();
    write("function", "written later");
    await result().getByText("Log of this call: 4 lines").waitFor();

    expect(await line.getByText('"maxMemoryUsedMB": 80').isVisible()).to.equal(true);
    const texts = await result().locator(".own-lines .message").allTextContents();
    expect([texts.length, texts[0], texts[3]]).to.deep.equal([
      4,
      "written by the tool",
      "written later",
    ]);
  });

  it("has the request and the response as they went over the wire", async () => {
    await result().getByText("Request", { exact: true }).click();
    await result().getByText("Response", { exact: true }).click();
    const text = await result().innerText();
    expect(text)
      .to.include("POST /dev/mcp HTTP/1.1")
      .and.include(`x-amzn-requestid: ${lastRequest()}`);
  });

  it("is copied as a curl command, which makes the same call", async () => {
    const before = on.stage.fake.calls.length;
    await result().getByRole("button", { name: "Copy as curl" }).click();
    await result().getByRole("button", { name: "Copied" }).waitFor();
    const command = await on.page.evaluate<string>("navigator.clipboard.readText()");

    const { stdout } = await shell(command);
    expect(JSON.parse(stdout)).to.have.nested.property("result.content[0].text", "10 + 5 = 15");
    const [own, again] = [before - 1, before].map((index) => on.stage.fake.calls[index]?.message);
    expect(again).to.deep.equal(own);
  });

  it("is kept, and taken up into the form again, also after loading the page anew", async () => {
    await add(1, 2);
    await on.page.getByText("Calls made here (2)").click();
    const calls = on.page.getByRole("list", { name: "Calls made here" }).getByRole("button");
    expect(await calls.count()).to.equal(2);
    await calls.last().click();
    expect(await panel().getByLabel(/^a/).inputValue()).to.equal("10");
    await answer().getByText("10 + 5 = 15").waitFor();
    await result().getByText("outcome: invalid-arguments (a: invalid_type)").waitFor();

    await on.page.reload();
    await on.page.getByText("Calls made here (2)").click();
    await calls.first().click();
    expect(await panel().getByLabel(/^a/).inputValue()).to.equal("1");
    await answer().getByText("1 + 2 = 3").waitFor();
    await on.page.getByRole("button", { name: "Forget them" }).click();
    expect(await on.page.locator(".calls-made").isVisible()).to.equal(false);
  });

  it("is of one call: none is made or taken up while it is under way", async () => {
    await add(3, 4);
    on.stage.fake.answer = askOnce;
    await panel().getByRole("button", { name: "Call add" }).click();
    const question = panel().getByRole("form", { name: "Question of the tool" });
    await question.waitFor();
    const before = on.stage.fake.calls.length;

    await panel().getByLabel(/^a/).press("Control+Enter");
    const calls = on.page.getByRole("list", { name: "Calls made here" }).getByRole("button");
    await calls.last().click();
    await question.getByRole("button", { name: "Yes" }).click();
    await answer().getByText("agreed").waitFor();
    expect(on.stage.fake.calls).to.have.length(before + 1);
    expect(await calls.count()).to.equal(2);

    await calls.last().click();
    await answer().getByText("3 + 4 = 7").waitFor();
    on.stage.fake.answer = () => undefined;
  });

  it("leads from a line of the log to the other lines of its request", async () => {
    on.stage.fake.log.add({
      at: 5,
      kind: "function",
      text: '{"message":"one","n":1}',
      request: "r1",
    });
    on.stage.fake.log.add({
      at: 6,
      kind: "function",
      text: '{"message":"two","n":2}',
      request: "r2",
    });
    const lines = on.page.locator("#log-lines > li");
    await lines.filter({ hasText: "two" }).getByText("two").click();
    await on.page.getByRole("button", { name: "Only the lines of this request" }).click();
    expect(await lines.count()).to.equal(1);
    expect(await lines.innerText()).to.include("two");
  });

  it("scrolls the answer into view where it would be below the screen", async () => {
    const narrow = await on.stage.open({ viewport: { width: 400, height: 700 } });
    const own = narrow.getByRole("article", { name: "Tool add" });
    await own.getByLabel(/^a/).fill("1");
    await own.getByLabel(/^b/).fill("1");
    await own.getByRole("button", { name: "Call add" }).click();
    await own.locator(".answer").getByText("1 + 1 = 2").waitFor();

    const box = await own.locator(".answer").getByText("1 + 1 = 2").boundingBox();
    expect(box?.y).to.be.within(0, 600);
    await narrow.close();
  });

  it("asks nobody else, and the browser has nothing to complain of", () => {
    expect(on.stage.complaints).to.deep.equal([]);
  });
});

/** Not synchronously: what is called is in this process. */
function shell(command: string): Promise<{ readonly stdout: string }> {
  return new Promise((resolve, reject) => {
    exec(command, (error, stdout) => {
      if (error === null) resolve({ stdout });
      else reject(error);
    });
  });
}
