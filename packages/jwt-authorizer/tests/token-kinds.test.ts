/** What a token is told apart by before its signature is checked, and texts of it in a log line. */
import { expect } from "chai";
import { generateKeyPairSync } from "node:crypto";
import { checkKind } from "../access-token";
import { isStrong } from "../key-strength";
import { clip, TokenRefusal } from "../refusal";
import { readSignedToken } from "../signed-token";

const base64url = (value: object): string =>
  Buffer.from(JSON.stringify(value)).toString("base64url");
const TOKEN = [
  base64url({ alg: "ES256", kid: "k1" }),
  base64url({ sub: "ada", exp: 2_000_000_000 }),
  "c2ln",
].join(".");

const refused = (work: () => unknown): boolean => {
  try {
    work();
    return false;
  } catch (error) {
    if (error instanceof TokenRefusal) return true;
    throw error;
  }
};

describe("a token in its compact form", () => {
  it("has three parts, and no more before or behind", () => {
    expect(refused(() => readSignedToken(TOKEN))).to.equal(false);
    for (const token of [`a.${TOKEN}`, `${TOKEN}.a`, `a ${TOKEN}`, `${TOKEN} `, `${TOKEN}\n`]) {
      expect(
        refused(() => readSignedToken(token)),
        token,
      ).to.equal(true);
    }
  });
});

describe("the kind of a token", () => {
  const isRefused = (payload: object, issuer = "https://issuer.test/"): boolean =>
    refused(() => {
      checkKind({ header: {}, payload } as never, issuer);
    });

  for (const typ of ["ID", "Refresh", "Offline", "Logout"]) {
    it(`is none for calls where Keycloak says ${typ}`, () => {
      expect(isRefused({ typ })).to.equal(true);
    });
  }

  it("is one for calls where Keycloak says Bearer", () => {
    expect(isRefused({ typ: "Bearer" })).to.equal(false);
  });

  it("must be said by Cognito, which says it of each, and by no issuer that names Cognito", () => {
    const cognito = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_abc";
    expect(isRefused({}, cognito)).to.equal(true);
    expect(isRefused({ token_use: "access" }, cognito)).to.equal(false);
    expect(isRefused({}, `https://issuer.test/${cognito}`)).to.equal(false);
  });
});

describe("a public exponent of RSA", () => {
  it("is strong from 3 on", () => {
    const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048, publicExponent: 3 });
    const jwk = publicKey.export({ format: "jwk" });
    expect(isStrong(jwk as never)).to.equal(true);
  });
});

describe("a text of others in a detail", () => {
  it("is cut where it has more characters than may be", () => {
    expect(clip("x".repeat(100))).to.equal("x".repeat(100));
    expect(clip("x".repeat(101))).to.equal(`${"x".repeat(100)}…`);
  });
});
