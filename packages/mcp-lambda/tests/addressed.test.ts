/** Messages of an answer, each with the id of the request that it answers, as a stream sends them. */
import { expect } from "chai";
import { addressed } from "../streaming/addressed";

const error = { code: -32603, message: "Internal error" };

describe("messages of a streamed answer", () => {
  it("are the error of all for each request, where it has no id", () => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: null, error });
    expect(addressed(body, [1, "b"]).map((text) => JSON.parse(text) as unknown)).to.deep.equal([
      { jsonrpc: "2.0", id: 1, error },
      { jsonrpc: "2.0", id: "b", error },
    ]);
    expect(addressed(body, [])).to.deep.equal([body]);
  });

  for (const [what, message] of [
    ["a result", { jsonrpc: "2.0", id: null, result: {} }],
    ["an error with an id", { jsonrpc: "2.0", id: 7, error: { ...error, data: { id: null } } }],
    ["what is far longer than an error", { id: null, error, filler: "x".repeat(10_000) }],
  ] as const) {
    it(`are left as they are: ${what}`, () => {
      const body = JSON.stringify(message);
      expect(addressed(body, [1])).to.deep.equal([body]);
    });
  }

  it("are those of a batch, and none of nothing", () => {
    expect(addressed('[{"id":1},{"id":2}]', [1, 2])).to.deep.equal(['{"id":1}', '{"id":2}']);
    expect(addressed("", [1])).to.deep.equal([]);
  });
});
