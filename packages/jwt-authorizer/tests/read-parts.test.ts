/** Headers as the authorizer reads them, and which keys of a set can check signatures. */
import { expect } from "chai";
import { KeySet, NoUsableKey } from "../key-set";
import { headerValues } from "../request-headers";
import { createSigningKey } from "./support/token-keys";

describe("values of a header", () => {
  it("are found in any spelling of its name, without blanks around them and without empty ones", () => {
    const multiValueHeaders = { Authorization: [" Bearer a ", ""], AUTHORIZATION: ["Bearer b"] };

    expect(headerValues({ multiValueHeaders }, "authorization")).to.deep.equal([
      "Bearer a",
      "Bearer b",
    ]);
  });

  it("are those of the list that has more, the one with all values where both have as many", () => {
    const one = { A: ["1"] };

    expect(headerValues({ multiValueHeaders: one, headers: { a: "2" } }, "a")).to.deep.equal(["1"]);
    expect(
      headerValues({ multiValueHeaders: one, headers: { a: "2", A: "3" } }, "a"),
    ).to.have.length(2);
    expect(headerValues({ headers: { a: " 2 " } }, "a")).to.deep.equal(["2"]);
    expect(headerValues({ headers: null, multiValueHeaders: null }, "a")).to.deep.equal([]);
  });
});

describe("a key of a set", () => {
  const { jwk } = createSigningKey("k1", "ES256");
  const has = (parts: object): boolean => {
    try {
      return new KeySet("https://issuer.test", { keys: [{ ...jwk, ...parts }] } as never).has("k1");
    } catch (error) {
      if (error instanceof NoUsableKey) return false;
      throw error;
    }
  };

  const parts: readonly (readonly [object, boolean])[] = [
    [{}, true],
    [{ use: undefined }, true],
    [{ use: "enc" }, false],
    [{ key_ops: ["verify"] }, true],
    [{ key_ops: ["sign", "verify"] }, true],
    [{ key_ops: ["sign"] }, false],
    [{ key_ops: [] }, false],
    [{ alg: undefined }, true],
    [{ alg: "ES384" }, false],
    [{ crv: "P-384" }, false],
    [{ kid: 1 }, false],
  ];
  for (const [changed, isUsed] of parts) {
    it(`${isUsed ? "checks tokens" : "is left out"} with ${JSON.stringify(changed)}`, () => {
      expect(has(changed)).to.equal(isUsed);
    });
  }
});
