/** Which lines of the log belong to a call, as the page tells them. */
import { expect } from "chai";
import { ofCall } from "../page/client/outcome";
import type { Relayed } from "../page/server/call";
import type { LogEntry } from "../page/server/log-feed";

const entry = (text: string, request?: string): LogEntry => ({
  ...{ at: 0, kind: "function", text },
  ...(request !== undefined && { request }),
});

describe("the lines of a call", () => {
  let reads = 0;
  const step = (id: string, result: object): Relayed => ({
    request: { url: "http://127.0.0.1/", headers: {}, body: "" },
    response: {
      status: 200,
      headers: { "x-amzn-requestid": id, "content-type": "application/json" },
      get body() {
        reads += 1;
        return JSON.stringify({ result });
      },
    },
    milliseconds: 1,
    at: 0,
  });

  it("are those of its requests, and those that name its task", () => {
    const isOwn = ofCall([step("r1", { taskId: "t1" }), step("r2", {})]);

    const entries = [entry("a", "r2"), entry("of t1"), entry("b", "r3"), entry("c")];
    expect(entries.filter(isOwn).map(({ text }) => text)).to.deep.equal(["a", "of t1"]);
  });

  it("are told without reading the responses again for each of them", () => {
    reads = 0;
    const isOwn = ofCall([step("r1", { taskId: "t1" })]);
    const before = reads;

    for (let n = 0; n < 100; n += 1) isOwn(entry("x"));
    expect([before > 0, reads - before]).to.deep.equal([true, 0]);
  });
});
