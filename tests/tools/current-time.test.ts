import { expect } from "chai";
import { runTool } from "mcp-lambda/testing";
import { currentTime, formatTime } from "../../handlers/tools/current-time";

describe("the tool current-time", () => {
  const instant = new Date("2026-01-31T00:00:09Z");

  it("changes nothing, and answers anew each time", () => {
    expect(currentTime().annotations).to.include({ readOnlyHint: true, idempotentHint: false });
  });

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
