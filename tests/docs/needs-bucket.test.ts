/** docs/needs.md: its tool with a bucket does what the page says, with a client in place of AWS's. */
import { expect } from "chai";
import type { AnyTool } from "mcp-lambda";
import { runTool } from "mcp-lambda/testing";
import { evaluate } from "./evaluate";
import { fencedBlocks, readDocument } from "./settings-of-docs";

const [, , SAVE_REPORT = ""] = fencedBlocks(readDocument("docs/needs.md"), "ts");

describe("docs/needs.md, bucket", () => {
  it("has a tool that keeps a report, and gives a link of an hour to it", async () => {
    const { saveReport } = evaluate(SAVE_REPORT) as { saveReport: () => AnyTool };
    const done: unknown[] = [];
    const reports = {
      put: (...args: readonly unknown[]) => Promise.resolve(done.push(args)),
      link: (...args: readonly unknown[]) => {
        done.push(args);
        return Promise.resolve("https://link.test/");
      },
    };
    const input = { name: "sales-2026", csv: "a,b\n" };

    const result = await runTool(saveReport(), input, undefined, { clients: { reports } });

    expect(result.structuredContent).to.deep.equal({ url: "https://link.test/" });
    const key = "reports/sales-2026.csv";
    expect(done).to.deep.equal([
      [key, "a,b\n", { contentType: "text/csv; charset=utf-8" }],
      [key, { minutes: 60, download: "sales-2026.csv" }],
    ]);
    expect(saveReport().needs?.["reports"]?.declared).to.deep.equal({
      kind: "bucket",
      may: ["put", "link"],
      expiresDays: 30,
    });
  });
});
