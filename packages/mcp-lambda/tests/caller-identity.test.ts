/** What tells one caller from another, for what tools keep under it. */
import { expect } from "chai";
import { ANONYMOUS, type Caller, callerFor, callerId } from "../http/caller";

const TOKEN: Caller = {
  kind: "jwt",
  subject: "alice",
  issuer: "https://issuer.test",
  scopes: ["a"],
  expiresAt: new Date(4e12),
  claims: {},
};

describe("a caller's id", () => {
  const ids: readonly (readonly [Caller, string])[] = [
    [ANONYMOUS, "anonymous"],
    [
      { kind: "iam", arn: "arn:aws:iam::123456789012:user/a", accountId: "123456789012" },
      "iam arn:aws:iam::123456789012:user/a",
    ],
    [{ kind: "apiKey", id: "k1", name: "partner" }, "apiKey k1"],
    [TOKEN, "jwt https://issuer.test alice"],
  ];
  for (const [caller, id] of ids) {
    it(`is "${id}"`, () => {
      expect(callerId(caller)).to.equal(id);
    });
  }

  it("stays when the token is renewed, and the key is called otherwise", () => {
    const renewed: Caller = { ...TOKEN, scopes: [], expiresAt: new Date(5e12), clientId: "app" };

    expect(callerId(renewed)).to.equal(callerId(TOKEN));
    expect(callerId({ kind: "apiKey", id: "k1", name: "other" })).to.equal("apiKey k1");
  });
});

describe("a caller as one tool has it", () => {
  it("has a time of its own, and is the same in all else", () => {
    const one = callerFor(TOKEN) as Caller & { kind: "jwt" };

    expect(one).to.deep.equal(TOKEN);
    expect(one.expiresAt).to.not.equal(TOKEN.expiresAt);
    expect(Object.isFrozen(one)).to.equal(true);
  });

  it("is the caller itself where there is no time", () => {
    expect(callerFor(ANONYMOUS)).to.equal(ANONYMOUS);
  });
});
