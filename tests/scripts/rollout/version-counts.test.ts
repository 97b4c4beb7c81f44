/**
 * What is counted of the log: by the handler's own metric lines and Lambda's reports, through the query
 * itself, as `npm start` evaluates it.
 */
import { expect } from "chai";
import { text } from "mcp-lambda";
import { asking, call, capturing, plainTool, serverWith } from "mcp-lambda/testing";
import { createHandler } from "../../../handlers/mcp";
import { COUNTS_QUERY, countsOf } from "../../../scripts/rollout/version-counts";
import { insightsRows, type StreamedLine } from "../../support/insights";

const NOON = Date.UTC(2026, 10, 27, 12);

/** Names of log streams as Lambda makes them, of the function's own group and of another. */
const streamOf = (version: number): string => `2026/11/27/[${version}]0123456789abcdef`;
const namedStreamOf = (version: number): string => `2026/11/27/fn[${version}][0123456789abcdef]`;

const lines = (stream: string, ...texts: readonly string[]): readonly StreamedLine[] =>
  texts.map((text, index) => ({ at: NOON + index, text, stream }));

const report = (status: string): string =>
  JSON.stringify({ time: "2026-11-27T12:00:00Z", type: "platform.report", record: { status } });

function counted(...all: readonly (readonly StreamedLine[])[]): ReturnType<typeof countsOf> {
  const rows = insightsRows(COUNTS_QUERY, all.flat());
  return countsOf(
    rows.map((row) => Object.fromEntries(row.map((cell) => [cell.field, cell.value]))),
  );
}

/** What the handler writes of these calls. */
async function written(messages: readonly unknown[]): Promise<readonly string[]> {
  const handler = createHandler(
    serverWith({
      tools: [
        plainTool("works", () => text("done")),
        plainTool("throws", () => {
          throw new Error("broken");
        }),
      ],
    }),
  );
  const ask = asking(handler);
  const { output } = await capturing(async () => {
    for (const message of messages) await ask(message);
  });
  return output.split("\n").filter((line) => line !== "");
}

describe("what each version did", () => {
  it("is counted of its metric lines: calls, and those that failed", async () => {
    const texts = await written([call("works"), call("works"), call("throws")]);
    const counts = counted(lines(streamOf(7), ...texts), lines(namedStreamOf(12), ...texts));

    const expected = { calls: 3, failed: 1, invocations: 0, crashed: 0 };
    expect(counts.get(7)).to.deep.equal(expected);
    expect(counts.get(12)).to.deep.equal(expected);
    expect(counts.size).to.equal(2);
  });

  it("counts each call of a batch, and none that was refused or no call of a tool", async () => {
    const batch = [call("works", {}, 1), call("throws", {}, 2), call("throws", {}, 3)];
    const list = { jsonrpc: "2.0", id: 1, method: "tools/list" };
    const texts = await written([batch, list, call("no-such-tool")]);

    expect(counted(lines(streamOf(7), ...texts)).get(7)).to.include({ calls: 3, failed: 2 });
  });

  it("counts invocations of Lambda's reports, and those that did not end well", () => {
    const reports = ["success", "success", "error", "timeout", "failure"].map(report);

    expect(counted(lines(streamOf(7), ...reports)).get(7)).to.deep.equal({
      calls: 0,
      failed: 0,
      invocations: 5,
      crashed: 3,
    });
  });
});
