/** Messages at the bounds of what is read: names, ids, tokens, the number of values; and responses. */
import { expect } from "chai";
import { readMessage, refuse } from "../protocol/inbound-message";

const request = { jsonrpc: "2.0", id: 1, method: "tools/call" };

/** Why a message is refused; undefined for one that is not. */
function reasonOf(sent: unknown): string | undefined {
  const read = readMessage(sent);
  return "refusal" in read ? read.refusal.error.message : undefined;
}

describe("a response of a client", () => {
  for (const outcome of [{ result: { a: 1 } }, { error: { code: 1, message: "no" } }]) {
    it(`is read with its ${Object.keys(outcome).join()}`, () => {
      const sent = { jsonrpc: "2.0", id: "a", ...outcome };

      expect(readMessage({ ...sent, extra: 1 })).to.deep.equal({ message: sent });
    });
  }

  it("is refused without an id, with both outcomes, and with neither", () => {
    const [both, ID] = [
      { result: {}, error: {} },
      "id: must be a string, or an integer of at most",
    ];

    expect(reasonOf({ jsonrpc: "2.0", error: {} })).to.include(ID);
    expect(reasonOf({ jsonrpc: "2.0", id: 1.5, result: {} })).to.include(ID);
    for (const outcome of [both, {}]) {
      expect(reasonOf({ jsonrpc: "2.0", id: 1, ...outcome })).to.equal(
        "Invalid Request: method: must be a string",
      );
    }
  });
});

describe("a request", () => {
  it("has a method, and names one, in 200 characters at most", () => {
    const named = (length: number): object => ({
      ...request,
      params: { name: "x".repeat(length) },
    });

    expect(reasonOf({ ...request, method: "x".repeat(200) })).to.equal(undefined);
    expect(reasonOf({ ...request, method: "x".repeat(201) })).to.equal(
      "Invalid Request: method: at most 200 characters",
    );
    expect(reasonOf(named(200))).to.equal(undefined);
    expect(reasonOf(named(201))).to.equal("Invalid params: name: at most 200 characters");
  });

  it("has 1,000 values at most beside a tool's arguments", () => {
    const list = (count: number): readonly number[] => Array.from({ length: count }, () => 1);
    const withParams = (params: object, method = "tools/call"): string | undefined =>
      reasonOf({ ...request, method, params });

    expect(withParams({ a: list(999) })).to.equal(undefined);
    expect(withParams({ a: list(1_000) })).to.equal(
      "Invalid params: more than 1000 values outside of a tool's arguments",
    );
    expect(withParams({ arguments: list(2_000) })).to.equal(undefined);
    expect(withParams({ arguments: list(2_000) }, "prompts/get")).to.include("more than 1000");
    expect(withParams({ a: { arguments: list(2_000) } })).to.include("more than 1000");
  });

  it("loses members that are null, and no items of lists", () => {
    const params = { a: null, b: [null, { c: null, d: 1 }], arguments: { e: null } };

    expect(readMessage({ ...request, params })).to.deep.equal({
      message: { ...request, params: { b: [null, { d: 1 }], arguments: { e: null } } },
    });
  });

  const tokens: readonly (readonly [unknown, boolean])[] = [
    ["a", true],
    [1, true],
    [null, true],
    [undefined, true],
    [1.5, false],
    [{}, false],
  ];
  for (const [progressToken, isTaken] of tokens) {
    it(`is ${isTaken ? "taken" : "refused"} with the progress token ${String(progressToken)}`, () => {
      const reason = reasonOf({ ...request, params: { _meta: { progressToken } } });

      expect(reason).to.equal(
        isTaken ? undefined : "Invalid params: _meta.progressToken: must be as an id",
      );
    });
  }

  it("is refused where _meta or params are no objects", () => {
    for (const _meta of [1, "a", []]) {
      expect(reasonOf({ ...request, params: { _meta } })).to.equal(
        "Invalid params: _meta: must be an object",
      );
      expect(reasonOf({ ...request, params: _meta })).to.equal(
        "Invalid Request: params: must be an object",
      );
    }
  });
});

describe("a refusal", () => {
  it("has the id where it can be sent back as it came", () => {
    for (const id of ["a", 0, Number.MAX_SAFE_INTEGER]) {
      expect(refuse(id, "no")).to.deep.equal({
        refusal: { jsonrpc: "2.0", id, error: { code: -32600, message: "no" } },
      });
    }
    for (const id of ["\ud800", 1.5, 2 ** 53, null, {}]) {
      expect(refuse(id, "no")).to.have.nested.property("refusal.id", null);
    }
  });
});
