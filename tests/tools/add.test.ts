import { expect } from "chai";
import { runTool } from "mcp-lambda/testing";
import { add } from "../../handlers/tools/add";

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
