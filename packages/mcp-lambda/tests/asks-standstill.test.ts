/** A run that stands still until its caller has answered: it is told, and left. */
import { expect } from "chai";
import { text } from "../definitions/tool";
import { serverWith } from "../testing/definitions";
import { call } from "../testing/mcp";
import { askingTool, callModern } from "./support/asking-client";
import { askingServer } from "./support/handler";

describe("a run that waits for an answer", () => {
  const reasons: unknown[] = [];
  const tool = askingTool("delete", async (_, { confirm, signal }) => {
    signal.addEventListener("abort", () => reasons.push(signal.reason));
    return text(String(await confirm("Sure?")));
  });
  const ask = askingServer(serverWith({ tools: [tool] }), { stateKey: "k".repeat(43) });

  beforeEach(() => {
    reasons.length = 0;
  });

  it("has its signal aborted, with the reason, in both eras", async () => {
    const asked = await callModern(ask, "delete");
    expect(asked.messages).to.deep.equal(["Sure?"]);
    await ask(call("delete"));

    expect(reasons.map((reason) => (reason as Error).message)).to.deep.equal([
      "the call waits for an answer of its caller",
      "the call waits for an answer of its caller",
    ]);
  });
});
