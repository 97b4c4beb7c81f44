import { expect } from "chai";
import { type Caller, createCallerReader } from "../http/caller";
import { gatewayEvent } from "../testing/event";

const IAM: Caller = {
  kind: "iam",
  arn: "arn:aws:iam::123456789012:user/a",
  accountId: "123456789012",
};
const KEY: Caller = { kind: "apiKey", id: "k1", name: "partner" };
const TOKEN: Caller = {
  kind: "jwt",
  subject: "alice",
  clientId: "app",
  issuer: "https://issuer.test/",
  scopes: ["orders:read", "orders:write"],
  expiresAt: new Date(4_000_000_000_000),
  claims: { email: "alice@example.com", groups: ["a", "b"] },
};
const apiKeyNames = JSON.stringify({ k1: "partner" });

/** All that API Gateway could say, whatever the mode. */
const EVERYTHING = {
  identity: { userArn: "arn:aws:iam::1:user/x", accountId: "1", apiKeyId: "k1", apiKey: "secret" },
  authorizer: { sub: "x", issuer: "https://x.test", scope: "", expiresAt: "4e9", claims: "{}" },
};

describe("the caller", () => {
  for (const [auth, caller] of [
    ["none", { kind: "anonymous" }],
    ["iam", IAM],
    ["apiKey", KEY],
    ["jwt", TOKEN],
  ] as const) {
    it(`is of the mode's kind, and no other: ${auth}`, () => {
      const read = createCallerReader({ auth, apiKeyNames });

      expect(read(gatewayEvent({ caller }))).to.deep.equal(caller);
      expect(read(gatewayEvent({ requestContext: EVERYTHING }))).to.include({ kind: caller.kind });
    });
  }

  it("is anonymous where no mode is set, whatever API Gateway says", () => {
    const read = createCallerReader({ auth: undefined });

    expect(read(gatewayEvent({ requestContext: EVERYTHING }))).to.deep.equal({ kind: "anonymous" });
  });

  it("has nothing of a key's value", () => {
    const read = createCallerReader({ auth: "apiKey", apiKeyNames });

    const caller = read(gatewayEvent({ caller: KEY }));

    expect(JSON.stringify(caller)).to.not.include("value-of-the-key");
  });

  it("needs neither a client id nor scopes", () => {
    const read = createCallerReader({ auth: "jwt" });
    const { sub, issuer, expiresAt, claims } = EVERYTHING.authorizer;

    const caller = read(
      gatewayEvent({ requestContext: { authorizer: { sub, issuer, expiresAt, claims } } }),
    );

    expect(caller).to.deep.equal({
      kind: "jwt",
      subject: "x",
      issuer: "https://x.test",
      scopes: [],
      expiresAt: new Date(4e12),
      claims: {},
    });
  });

  it("has its own scopes and claims, however many others were read before", () => {
    const read = createCallerReader({ auth: "jwt" });
    const other = (name: string): Caller => ({
      ...TOKEN,
      scopes: [name],
      claims: { email: name },
    });
    const names = Array.from({ length: 200 }, (_, index) => "x".repeat(index + 1));
    for (const name of [...names, ...names.toReversed()]) {
      expect(read(gatewayEvent({ caller: other(name) }))).to.deep.equal(other(name));
    }
  });

  it("has a time of its own, which alone can be changed", () => {
    const read = createCallerReader({ auth: "jwt" });
    const caller = read(gatewayEvent({ caller: TOKEN })) as Caller & { kind: "jwt" };

    caller.expiresAt.setTime(0);

    expect(read(gatewayEvent({ caller: TOKEN }))).to.deep.equal(TOKEN);
  });

  it("cannot be changed, and neither can its claims", () => {
    const read = createCallerReader({ auth: "jwt" });
    const caller = read(gatewayEvent({ caller: TOKEN })) as Caller & { kind: "jwt" };

    for (const part of [caller, caller.scopes, caller.claims, caller.claims["groups"]]) {
      expect(Object.isFrozen(part)).to.equal(true);
    }
  });

  const authorizers: readonly (readonly [string, unknown])[] = [
    ["no authorizer", undefined],
    ["null", null],
    ["a text", "alice"],
    ["nothing in it", {}],
    ["no subject", { sub: undefined }],
    ["an empty subject", { sub: "" }],
    ["a subject that is no text", { sub: { toString: () => "alice" } }],
    ["no issuer", { issuer: undefined }],
    ["no expiry", { expiresAt: undefined }],
    ["an empty expiry", { expiresAt: "" }],
    ["an expiry that is no number", { expiresAt: "tomorrow" }],
    ["an expiry that is no date", { expiresAt: "1e300" }],
    ["an endless expiry", { expiresAt: "Infinity" }],
    ["an expiry that has passed", { expiresAt: "1000000000" }],
    ["no claims", { claims: undefined }],
    ["claims that are no JSON", { claims: "{" }],
    ["claims that are null", { claims: "null" }],
    ["claims that are a list", { claims: "[]" }],
  ];
  for (const [what, parts] of authorizers) {
    it(`is refused with 401 in jwt mode: ${what}`, () => {
      const isWhole =
        typeof parts !== "object" || parts === null || Object.keys(parts).length === 0;
      const authorizer = isWhole ? parts : { ...EVERYTHING.authorizer, ...parts };
      const read = createCallerReader({ auth: "jwt", unauthorizedMessage: "Sign in." });

      const caller = read(gatewayEvent({ requestContext: { authorizer } }));

      expect(caller).to.deep.equal({ kind: "unknown", status: 401, message: "Sign in." });
    });
  }

  const identities: readonly (readonly [string, string, unknown])[] = [
    ["iam", "no identity", undefined],
    ["iam", "null", null],
    ["iam", "no ARN", { accountId: "1" }],
    ["iam", "an ARN that is null", { userArn: null, accountId: "1" }],
    ["iam", "no account", { userArn: "arn:aws:iam::1:user/x" }],
    ["apiKey", "no identity", undefined],
    ["apiKey", "no key", { apiKey: "secret" }],
    ["apiKey", "a key without a name", { apiKeyId: "k2" }],
    ["apiKey", "a key called as what every object has", { apiKeyId: "constructor" }],
    ["apiKey", "a key called __proto__", { apiKeyId: "__proto__" }],
  ];
  for (const [auth, what, identity] of identities) {
    it(`is refused with 403 in ${auth} mode: ${what}`, () => {
      const read = createCallerReader({ auth, apiKeyNames });

      const caller = read(gatewayEvent({ requestContext: { identity } }));

      expect(caller).to.include({ kind: "unknown", status: 403 });
    });
  }

  it("is refused where there is no request context at all", () => {
    for (const auth of ["iam", "apiKey", "jwt"]) {
      expect(createCallerReader({ auth })({})).to.include({ kind: "unknown" });
    }
  });

  it("takes a mode that there is, and names in JSON", () => {
    for (const auth of ["", "JWT", "oauth", "constructor"]) {
      expect(() => createCallerReader({ auth })).to.throw(
        `AUTH is "${auth}": use one of none, iam, apiKey, jwt`,
      );
    }
    expect(() => createCallerReader({ auth: "apiKey", apiKeyNames: "partner" })).to.throw(
      "API_KEY_NAMES is not a JSON object",
    );
  });
});
