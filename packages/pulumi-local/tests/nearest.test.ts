/** The nearest name, for "did you mean". */
import { expect } from "chai";
import { nearest } from "../nearest";

const OPTIONS = ["watch", "port", "stack", "oauth", "oauth-port", "json", "inspect"];

describe("nearest", () => {
  const found: readonly (readonly [string, string])[] = [
    ["wach", "watch"],
    ["wathc", "watch"],
    ["watchh", "watch"],
    ["Watch", "watch"],
    ["prot", "port"],
    ["oauth_port", "oauth-port"],
    ["oaut", "oauth"],
  ];
  for (const [name, candidate] of found) {
    it(`takes ${name} for ${candidate}`, () => {
      expect(nearest(name, OPTIONS)).to.equal(candidate);
    });
  }

  it("takes nothing for what is near to none, or empty, or has no candidates", () => {
    expect(nearest("region", OPTIONS)).to.equal(undefined);
    expect(nearest("", OPTIONS)).to.equal(undefined);
    expect(nearest("watch", [])).to.equal(undefined);
  });

  it("takes the first of equally near ones, and the name itself before all", () => {
    expect(nearest("abd", ["abc", "abe", "abd"])).to.equal("abd");
    expect(nearest("abd", ["abc", "abe"])).to.equal("abc");
  });

  it("does not take a short name for another one of as few letters", () => {
    expect(nearest("ab", ["cd"])).to.equal(undefined);
    expect(nearest("x", ["y"])).to.equal("y");
  });
});
