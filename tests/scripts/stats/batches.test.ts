/** What `npm run stats` counts of batches: lines have lists where a tool was called several times. */
import { expect } from "chai";
import { queryLines } from "pulumi-local";
import { metricLines, type ToolCall } from "../../../packages/mcp-lambda/telemetry/request-metrics";
import { ANONYMOUS } from "../../../packages/mcp-lambda/http/caller";
import { QUERY } from "../../../scripts/stats/tool-stats";

function linesOf(calls: readonly ToolCall[]): readonly string[] {
  return metricLines({
    service: "fn",
    request: {
      ...{ method: "POST", headers: {}, body: "", bodyBytes: 0 },
      ...{ domainName: undefined, caller: ANONYMOUS },
    },
    response: { status: 200, headers: {}, body: "" },
    isColdStart: false,
    calls,
    counted: {},
    ids: { requestId: "r-1" },
    properties: {},
  });
}

const call = (outcome: ToolCall["outcome"], milliseconds = 1): ToolCall => ({
  tool: "add",
  outcome,
  milliseconds,
});

describe("statistics of batches", () => {
  it("count each call and each error of a tool that a batch calls several times", () => {
    const batch = [call("ok", 2), call("threw"), call("ok"), call("threw"), call("refused")];
    const alone = [[call("failed", 7)], [call("ok", 3)]];
    const texts = [batch, ...alone].flatMap(linesOf);
    const lines = texts.map((text, n) => ({ id: String(n), at: n, group: "/g", text }));

    const rows = queryLines(QUERY, lines);

    expect(texts.join("\n")).to.include('"ToolErrors":[1,1]').and.include('"ToolErrors":[0,0]');
    expect(rows).to.have.length(1);
    expect(rows[0]).to.include({ tool: "add", calls: 6, errors: 3, refused: 1, longest: 7 });
  });
});
