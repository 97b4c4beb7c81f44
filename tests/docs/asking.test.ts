/** docs/asking.md: its tool asks as the page says, in both eras, and its test passes. */
import { expect } from "chai";
import type { AnyTool } from "mcp-lambda";
import { asking, call, type HandlerAnswer, modern, runTool, serverWith } from "mcp-lambda/testing";
import { createHandler } from "../../handlers/mcp";
import { evaluate, runTests } from "./evaluate";
import { fencedBlocks, readDocument } from "./settings-of-docs";

const TEXT = readDocument("docs/asking.md");
const [TOOL = "", TEST = ""] = fencedBlocks(TEXT, "ts");
const [ASKED, FAILED] = fencedBlocks(TEXT, "json").map((block) => JSON.parse(block) as unknown);

const { refundOrder } = evaluate(TOOL) as { refundOrder: () => AnyTool };
const ARGUMENTS = { order: "123" };

describe("docs/asking.md", () => {
  const ask = asking(createHandler(serverWith({ tools: [refundOrder()] })));
  const callModern = async (more: object = {}): Promise<HandlerAnswer> => {
    const params = { name: "refund-order", arguments: ARGUMENTS, ...more };
    const { body, headers } = modern("tools/call", params);
    const message = body as { params: { _meta: Record<string, unknown> } };
    const capabilities = "io.modelcontextprotocol/clientCapabilities";
    message.params._meta[capabilities] = { elicitation: { form: {} } };
    return ask(message, { headers });
  };

  it("has what a 2026-07-28 client is answered, and goes on with a yes", async () => {
    const { result = {} } = (await callModern()).json;
    const { requestState, _meta, ...rest } = result;
    const inputResponses = {
      "question-1-1": { action: "accept", content: { confirm: true } },
    };
    const done = await callModern({ requestState, inputResponses });

    expect({
      ...rest,
      requestState: String(requestState).replace(/^v1\..*$/, "v1.…"),
    }).to.deep.equal(ASKED);
    expect(done.body).to.include("Refunded 30 EUR, receipt R-123-30.");
  });

  it("has what a 2025 client is answered, and goes on with the argument", async () => {
    const failed = await ask(call("refund-order", ARGUMENTS));
    const done = await ask(call("refund-order", { ...ARGUMENTS, confirm: true }));

    expect(failed.json.result).to.deep.equal(FAILED);
    expect(done.body).to.include("Refunded 30 EUR, receipt R-123-30.");
  });

  it("has a test that passes", async () => {
    expect(await runTests(TEST, { expect, runTool, refundOrder })).to.equal(1);
  });
});
