/** axe-core over the page with every section open: nothing of impact serious or critical. */
import { expect } from "chai";
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { onStage } from "./opened-page";

/** https://github.com/dequelabs/axe-core/blob/develop/doc/API.md */
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const RUN = `axe.run().then(({ violations }) =>
  violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 200)).join(" | ")))`;
const OPEN_ALL = "for (const one of document.querySelectorAll('details')) one.open = true";

const QUESTION = {
  resultType: "input_required",
  inputRequests: {
    one: {
      method: "elicitation/create",
      params: {
        message: "Where to?",
        requestedSchema: {
          type: "object",
          properties: { city: { type: "string", description: "A city" } },
          required: ["city"],
        },
      },
    },
  },
};

describe("the page under axe-core", () => {
  const on = onStage();

  before(() => {
    const { fake } = on.stage;
    const since = Date.now();
    fake.tables = [{ name: "notes", keyText: "id", expires: "", count: 1, items: [{ id: "1" }] }];
    fake.tasks = ["working", "input_required", "failed", "completed"].map((status) => ({
      ...{ id: status, tool: "crawl", status, message: "3 of 12", since },
    }));
    const object = { key: "a.csv", type: "text/csv", bytes: 1234, modified: since };
    fake.buckets = [{ name: "files", count: 1, bytes: 1234, objects: [object] }];
    for (const level of ["DEBUG", "INFO", "WARN", "ERROR"]) {
      const text = JSON.stringify({ level, message: `a line of ${level}`, tool: "add" });
      fake.log.add({ at: since, kind: "function", text, request: "r" });
    }
    fake.log.add({ at: since, kind: "request", text: "200 POST tools/call" });
    fake.log.add({ at: since, kind: "failure", text: "out of memory" });
    fake.answer = ({ method, params }) => {
      const { name } = params as { readonly name?: string };
      const resources = [{ uri: "server://about", name: "about", mimeType: "text/plain" }];
      if (method === "resources/list") return { result: { resources } };
      return method === "tools/call" && name === "everything" ? { result: QUESTION } : undefined;
    };
  });

  const violations = async (page: Page): Promise<readonly string[]> => {
    await page.evaluate(OPEN_ALL);
    await page.evaluate(AXE);
    return page.evaluate<readonly string[]>(RUN);
  };

  for (const colorScheme of ["light", "dark"] as const) {
    it(`finds nothing serious in ${colorScheme}, with calls, a failure and a question`, async () => {
      const page = await on.stage.open({ colorScheme });
      await page.getByLabel(/^a\b/).fill("1");
      await page.getByLabel(/^b\b/).fill("2");
      await page.getByRole("button", { name: "Call add" }).click();
      await page.locator(".answer").getByText("1 + 2 = 3").waitFor();
      await page.getByText("files", { exact: true }).waitFor();
      await page.getByText("2 rows from 340 lines of the log").waitFor();
      expect(await violations(page)).to.deep.equal([]);

      await page.getByRole("button", { name: /^everything/ }).click();
      await page.getByRole("button", { name: "Add to tags" }).click();
      await page.keyboard.type("red");
      await page.getByRole("button", { name: "Call everything" }).click();
      await page.getByText("Where to?").first().waitFor();
      expect(await violations(page)).to.deep.equal([]);

      await page.getByRole("button", { name: /^delete-notes/ }).click();
      await page.getByLabel(/^pattern/).fill("x");
      await page.getByRole("button", { name: "Call delete-notes" }).click();
      expect(await violations(page)).to.deep.equal([]);
      await page.getByRole("button", { name: "Call it" }).click();
      await page.getByText("the tool failed (isError)").first().waitFor();
      expect(await violations(page)).to.deep.equal([]);
      await page.close();
    });

    it(`finds nothing serious in ${colorScheme} in what is not served, at 400 px`, async () => {
      const page = await on.stage.open({ colorScheme, viewport: { width: 400, height: 800 } });
      const place = { file: "handlers/tools/add.ts", line: 3, column: 1, frame: "> 3 | x" };
      on.stage.fake.edits.notServed([{ message: "x is not defined", ...place }]);
      await page.locator("#edit-over").waitFor();
      expect(await violations(page)).to.deep.equal([]);
      on.stage.fake.edits.served();
      await page.close();
    });
  }
});
