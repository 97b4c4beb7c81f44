import { expect } from "chai";
import { runTool } from "mcp-lambda/testing";
import { measure, textStatistics } from "../../handlers/tools/text-statistics";

describe("the tool text-statistics", () => {
  it("counts what a reader counts", () => {
    expect(measure("Hello wörld 👋🏽\nfoo")).to.deep.equal({ characters: 17, words: 3, lines: 2 });
    expect(measure("")).to.deep.equal({ characters: 0, words: 0, lines: 0 });
    expect(measure("a\r\nb\rc\n")).to.include({ lines: 4 });
    expect(measure("今日は晴れです").words).to.be.greaterThan(1);
  });

  it("gives the counts as structured content that its output schema accepts, and as text", async () => {
    const tool = textStatistics();
    const result = await runTool(tool, { text: "one two" });
    expect(result.structuredContent).to.deep.equal({ characters: 7, words: 2, lines: 1 });
    expect(tool.outputSchema?.safeParse(result.structuredContent).success).to.equal(true);
    expect(result.content).to.deep.equal([
      { type: "text", text: '{"characters":7,"words":2,"lines":1}' },
    ]);
  });
});
