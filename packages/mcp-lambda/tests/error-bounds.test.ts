/** Errors that the protocol sends: what they repeat of a request is bounded, and as it was sent. */
import { expect } from "chai";
import { clarifyError } from "../protocol/json-rpc";

const INTERNAL = -32603;
const INVALID_PARAMS = -32602;

/** What becomes of an error's data. */
function dataOf(data: unknown): unknown {
  return clarifyError({ code: INTERNAL, message: "no", data }).data;
}

describe("an error's data", () => {
  it("is left out where there is none", () => {
    expect("data" in clarifyError({ code: INTERNAL, message: "no" })).to.equal(false);
  });

  const kept = [1, true, null, "text", [1, null], { a: { b: [false] } }];
  for (const data of kept) {
    it(`is as it was sent: ${JSON.stringify(data)}`, () => {
      expect(dataOf({ data })).to.deep.equal({ data });
    });
  }

  it("has texts of 2,048 characters at most, which are whole", () => {
    expect(dataOf(["x".repeat(2_048)])).to.deep.equal(["x".repeat(2_048)]);
    expect(dataOf(["x".repeat(2_049), "\ud800", "a"])).to.deep.equal([null, null, "a"]);
  });

  it("has 20 items and members at most, on four levels", () => {
    const list = Array.from({ length: 30 }, (_, index) => index);
    const members = Object.fromEntries(list.map((index) => [`m${index}`, index]));

    expect(dataOf(list)).to.deep.equal(list.slice(0, 20));
    expect(Object.keys(dataOf(members) as object)).to.have.length(20);
    expect(dataOf([[[[[]]]]])).to.deep.equal([[[[null]]]]);
    expect(dataOf({ a: { b: { c: { d: {} } } } })).to.deep.equal({ a: { b: { c: { d: null } } } });
  });

  it("has 4,096 characters of JSON at most", () => {
    const ofLength = (length: number): readonly string[] => [
      "x".repeat(2_000),
      "x".repeat(length - 2_007),
    ];
    expect(JSON.stringify(ofLength(4_055))).to.have.length(4_055);

    expect(dataOf(ofLength(4_055))).to.deep.equal(ofLength(4_055));
    const three = ["x".repeat(2_000), "x".repeat(2_000), "x".repeat(4_096 - 4_010)];
    expect(JSON.stringify(three)).to.have.length(4_096);
    expect(dataOf(three)).to.deep.equal(three);
    expect(dataOf([...three.slice(0, 2), `${three[2] ?? ""}x`])).to.equal(null);
  });
});

describe("an error's message", () => {
  it("says in words what the SDK's schema found, as invalid parameters", () => {
    const issues = [{ code: "invalid_type", path: ["a", 0], message: "Invalid input" }];
    const message = `oh: ${JSON.stringify(issues, null, 2)}`;

    const { code, message: said } = clarifyError({ code: INTERNAL, message });

    expect(code).to.equal(INVALID_PARAMS);
    expect(said).to.match(/^Invalid params: a.*Invalid input/);
    expect(said).to.not.include("[\n");
  });

  it("is left as it is where it ends in no list of issues", () => {
    for (const message of ["[\n no JSON]", "[\n] and more", "plain]", "Tools disabled"]) {
      expect(clarifyError({ code: INTERNAL, message })).to.deep.equal({ code: INTERNAL, message });
    }
  });

  it("says of a disabled tool that there is none", () => {
    expect(clarifyError({ code: INVALID_PARAMS, message: "Tool x disabled" }).message).to.equal(
      "Tool x not found",
    );
  });
});
