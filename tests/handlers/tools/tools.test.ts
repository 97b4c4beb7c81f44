import { expect } from "chai";
import { defineServer } from "../../../handlers/server";
import { add } from "../../../handlers/tools/add";
import { currentTime, formatTime } from "../../../handlers/tools/current-time";
import { measure, textStatistics } from "../../../handlers/tools/text-statistics";
import { runTool } from "../../support/tool";

describe("the tool add", () => {
  it("says the sum", async () => {
    expect(await runTool(add(), { a: 10, b: 5 })).to.deep.equal({
      content: [{ type: "text", text: "10 + 5 = 15" }],
    });
  });

  it("refuses what is no number", () => {
    expect(add().inputSchema.safeParse({ a: "10", b: 5 }).success).to.equal(false);
  });
});

describe("the tool current-time", () => {
  const instant = new Date("2026-01-31T00:00:09Z");

  it("writes ISO 8601 with the zone's offset", () => {
    expect(formatTime(instant, "Asia/Seoul", "iso")).to.equal("2026-01-31T09:00:09+09:00");
    expect(formatTime(instant, "UTC", "iso")).to.equal("2026-01-31T00:00:09+00:00");
    expect(formatTime(instant, "America/St_Johns", "iso")).to.equal("2026-01-30T20:30:09-03:30");
  });

  it("writes for people in the two longer formats", () => {
    expect(formatTime(instant, "UTC", "short")).to.match(/^1\/31\/26, 12:00\sAM$/);
    expect(formatTime(instant, "UTC", "long")).to.include("January 31, 2026");
  });

  it("takes UTC and ISO when nothing is said", async () => {
    const result = await runTool(currentTime(), {});
    const [first] = result.content as { text: string }[];
    expect(Math.abs(Date.parse(first?.text ?? "") - Date.now())).to.be.lessThan(5_000);
    expect(first?.text).to.match(/\+00:00$/);
  });

  it("tells a model which name to use in place of an unknown time zone", async () => {
    const result = await runTool(currentTime(), { timeZone: "Mars/Olympus" });
    expect(result.isError).to.equal(true);
    expect(JSON.stringify(result.content)).to.include("Mars/Olympus").and.include("Asia/Seoul");
  });
});

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

describe("every tool", () => {
  const tools = defineServer().tools;

  it("has a name that all clients accept, of its own", () => {
    for (const { name } of tools) expect(name).to.match(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(new Set(tools.map(({ name }) => name)).size).to.equal(tools.length);
  });

  it("gives all four hints, a title and a description", () => {
    for (const tool of tools) {
      expect(tool.annotations, tool.name).to.have.all.keys(
        "readOnlyHint",
        "destructiveHint",
        "idempotentHint",
        "openWorldHint",
      );
      expect(tool.title).to.not.equal("");
      expect(tool.description).to.not.equal("");
    }
  });
});
