/** Resources, templates and prompts on the page, with what the server suggests, in both eras. */
import { expect } from "chai";
import type { Page } from "playwright-core";
import type { ReceivedCall } from "./fake-server";
import { onStage } from "./opened-page";

const ZONES = ["Asia/Seoul", "Asia/Tokyo"];

/** @returns undefined for what is answered by rote. */
function answer({ method, params }: ReceivedCall["message"]): object | undefined {
  const given = params as Readonly<Record<string, unknown>>;
  switch (method) {
    case "resources/list":
      return { result: { resources: [{ uri: "server://about", name: "about", title: "About" }] } };
    case "resources/templates/list": {
      const uriTemplate = "zone://{+name}{?format}";
      return { result: { resourceTemplates: [{ uriTemplate, name: "zone", title: "Zone" }] } };
    }
    case "prompts/list": {
      const given = { name: "minutes", description: "How long" };
      const args = [{ name: "city", required: true }, given];
      return { result: { prompts: [{ name: "plan", title: "Plan", arguments: args }] } };
    }
    case "resources/read": {
      const text = JSON.stringify({ uri: given["uri"] });
      const contents = [{ uri: given["uri"], mimeType: "application/json", text }];
      return { result: { contents } };
    }
    case "prompts/get": {
      const content = { type: "text", text: `Plan ${JSON.stringify(given["arguments"])}` };
      return { result: { messages: [{ role: "user", content }] } };
    }
    case "completion/complete": {
      const { value } = given["argument"] as { readonly value: string };
      const values = ZONES.filter((zone) => zone.startsWith(value));
      return { result: { completion: { values } } };
    }
    default:
      return undefined;
  }
}

describe("the page's resources, templates and prompts", () => {
  const on = onStage();
  let page: Page;

  before(async () => {
    on.stage.fake.answer = answer;
    page = await on.stage.open();
  });

  const last = (method: string): Readonly<Record<string, unknown>> => {
    const found = on.stage.fake.calls.findLast(({ message }) => message["method"] === method);
    return found?.message["params"] as Readonly<Record<string, unknown>>;
  };

  it("are listed beside the tools, each under its name", async () => {
    await page.getByText("4 tools, 1 resource, 1 template, 1 prompt").waitFor();
    const heads = await page.locator(".names h3").allTextContents();
    expect(heads).to.deep.equal(["Tools", "Resources", "Templates", "Prompts"]);
  });

  for (const era of ["2025-11-25", "2026-07-28"]) {
    it(`are read, expanded and got in ${era}`, async () => {
      await page.getByLabel("Protocol").selectOption(era);
      await page.getByRole("button", { name: /^server:\/\/about/ }).click();
      await page.getByRole("button", { name: "Read it" }).click();
      await page.locator(".answer").getByText('"uri": "server://about"').waitFor();

      await page.getByRole("button", { name: /^zone:/ }).click();
      const template = page.getByRole("article", { name: /^Template/ });
      await template.getByLabel(/^name/).fill("Asia/Seoul");
      await template.getByLabel(/^format/).fill("a b");
      await template.getByRole("button", { name: "Read it" }).click();
      await template
        .locator(".answer")
        .getByText('"uri": "zone://Asia/Seoul?format=a%20b"')
        .waitFor();

      await page.getByRole("button", { name: /^plan/ }).click();
      const prompt = page.getByRole("article", { name: "Prompt plan" });
      await prompt.getByLabel(/^city/).fill("Oslo");
      await prompt.getByRole("button", { name: "Get plan" }).click();
      await prompt.locator(".answer").getByText('Plan {"city":"Oslo"}').waitFor();
      const got = on.stage.fake.calls.findLast(
        ({ message }) => message["method"] === "prompts/get",
      );
      const { headers } = got ?? {};
      expect(headers?.["mcp-name"]).to.equal(era === "2026-07-28" ? "plan" : undefined);
    });
  }

  it("have suggestions of the server for what is typed into a variable", async () => {
    await page.getByRole("button", { name: /^zone:/ }).click();
    const field = page.getByRole("article", { name: /^Template/ }).getByLabel(/^name/);
    await field.fill("Asia/T");

    const list = page.locator("article[aria-label^=Template] datalist").first();
    await list.locator("option:only-child[value='Asia/Tokyo']").waitFor({ state: "attached" });
    const { ref, argument } = last("completion/complete");
    expect(ref).to.deep.equal({ type: "ref/resource", uri: "zone://{+name}{?format}" });
    expect(argument).to.deep.equal({ name: "name", value: "Asia/T" });
  });

  it("have suggestions for the arguments of a prompt", async () => {
    await page.getByRole("button", { name: /^plan/ }).click();
    const asked = page.waitForResponse(
      (response) => response.request().postData()?.includes("ref/prompt") ?? false,
    );
    const prompt = page.getByRole("article", { name: "Prompt plan" });
    await prompt.getByLabel(/^city/).fill("Oslo");
    await asked;
    const completed = page.waitForResponse(
      (response) => response.request().postData()?.includes('"value":"A"') ?? false,
    );
    await prompt.getByLabel(/^minutes/).fill("A");
    await completed;
    const { ref, argument, context } = last("completion/complete");
    expect(ref).to.deep.equal({ type: "ref/prompt", name: "plan" });
    expect(argument).to.deep.equal({ name: "minutes", value: "A" });
    expect(context).to.deep.equal({ arguments: { city: "Oslo" } });
  });

  it("are found by the filter, where there are many", async () => {
    const tools = Array.from({ length: 9 }, (_, n) => ({
      name: `tool-${n}`,
      inputSchema: { type: "object" },
    }));
    on.stage.fake.answer = (message) =>
      message["method"] === "tools/list" ? { result: { tools } } : answer(message);
    await page.getByRole("button", { name: "Reload tools" }).click();
    await page.getByRole("searchbox", { name: /^Filter/ }).fill("plan");
    expect(await page.locator(".names li:visible").allTextContents()).to.deep.equal(["planPlan"]);
  });

  it("ask nobody else, and the browser has nothing to complain of", () => {
    expect(on.stage.complaints).to.deep.equal([]);
  });
});
