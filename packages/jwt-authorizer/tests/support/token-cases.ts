/**
 * Tokens of every kind, and what is wrong with them. "jwt-authorizer/testing/token-cases" is this.
 * They are for an authorizer whose audience is TEST_AUDIENCE.
 */
import { headersEvent, tokenEvent } from "./authorizer";
import {
  createSigningKey,
  encode,
  type SigningKey,
  signToken,
  TEST_AUDIENCE,
  type TestIssuer,
} from "./issuer";
import type { AuthorizerEvent } from "../../index";

const now = (): number => Math.floor(Date.now() / 1000);

export interface TokenCase {
  readonly title: string;
  readonly event: (issuer: TestIssuer) => AuthorizerEvent;
  /** Undefined: it is allowed. */
  readonly reason?: string;
}

/** A token of the issuer with other claims, or another header. */
const token = (claims: object = {}, header: object = {}, key?: SigningKey) => {
  return (issuer: TestIssuer): AuthorizerEvent =>
    tokenEvent(issuer.sign({ ...claims }, { ...header }, key));
};

const otherKey = createSigningKey("key-1");

export const GOOD_TOKENS: readonly TokenCase[] = [
  { title: "a good token", event: token() },
  {
    title: "a scheme in lower case",
    event: (i) => headersEvent({ authorization: `bearer ${i.sign()}` }),
  },
  { title: "expired within the leeway", event: (i) => tokenEvent(i.sign({ exp: now() - 20 })) },
  {
    title: "not yet valid, within the leeway",
    event: (i) => tokenEvent(i.sign({ nbf: now() + 20 })),
  },
  {
    title: "issued in the future, which says nothing",
    event: (i) => tokenEvent(i.sign({ iat: now() + 3600 })),
  },
  {
    title: "an audience among others",
    event: token({ aud: ["https://other.example", TEST_AUDIENCE] }),
  },
  { title: "no typ", event: token({}, { typ: undefined }) },
  { title: "typ JWT", event: token({}, { typ: "JWT" }) },
  { title: "a nonce, which Keycloak had in access tokens", event: token({ nonce: "n" }) },
  {
    title: "a fraction in exp",
    event: (i) => tokenEvent(i.sign({ exp: now() + 60.5 })),
  },
  {
    title: "a claim that comes twice: the last counts",
    event: (i) => tokenEvent(signRaw(i, JSON.stringify(claimsOf(i)).replace("{", `{"exp":1,`))),
  },
];

export const BAD_TOKENS: readonly TokenCase[] = [
  // The header.
  { title: "no header", event: () => tokenEvent(undefined), reason: "missing" },
  { title: "an empty header", event: () => headersEvent({ Authorization: "" }), reason: "missing" },
  {
    title: "Basic",
    event: () => headersEvent({ Authorization: "Basic dTpw" }),
    reason: "malformed",
  },
  {
    title: "no scheme",
    event: (i) => headersEvent({ Authorization: i.sign() }),
    reason: "malformed",
  },
  {
    title: "two tokens in a header",
    event: (i) => tokenEvent(`${i.sign()}, Bearer ${i.sign()}`),
    reason: "malformed",
  },
  {
    title: "two headers",
    event: (i) => ({
      ...tokenEvent(i.sign()),
      multiValueHeaders: { Authorization: [`Bearer ${i.sign()}`, `Bearer ${i.sign()}`] },
    }),
    reason: "malformed",
  },
  {
    title: "a second header in another spelling",
    event: (i) => tokenEvent(i.sign(), { authorization: `Bearer ${i.sign()}` }),
    reason: "malformed",
  },
  // The form.
  {
    title: "two parts",
    event: (i) => tokenEvent(i.sign().split(".").slice(0, 2).join(".")),
    reason: "malformed",
  },
  {
    title: "an empty signature",
    event: (i) => tokenEvent(i.sign().replace(/[^.]+$/, "")),
    reason: "malformed",
  },
  {
    title: "five parts, as an encrypted token",
    event: () => tokenEvent("a.b.c.d.e"),
    reason: "malformed",
  },
  {
    title: "an opaque token",
    event: () => tokenEvent("2YotnFZFEjr1zCsicMWpAA"),
    reason: "malformed",
  },
  { title: "9 kB", event: token({ filler: "x".repeat(6_500) }), reason: "malformed" },
  {
    title: "a payload that is no JSON",
    event: (i) => tokenEvent(signRaw(i, "{")),
    reason: "malformed",
  },
  {
    title: "a payload that is a list",
    event: (i) => tokenEvent(signRaw(i, "[]")),
    reason: "malformed",
  },
  {
    title: "a JWT within a JWT",
    event: (i) => tokenEvent(signRaw(i, i.sign())),
    reason: "malformed",
  },
  { title: "cty JWT", event: token({}, { cty: "JWT" }), reason: "malformed" },
  { title: "crit", event: token({}, { crit: ["exp"] }), reason: "malformed" },
  { title: "b64", event: token({}, { b64: false, crit: ["b64"] }), reason: "malformed" },
  { title: "no kid", event: token({}, { kid: undefined }), reason: "malformed" },
  { title: "a kid that is a number", event: token({}, { kid: 1 }), reason: "malformed" },
  { title: "no exp", event: token({ exp: undefined }), reason: "malformed" },
  {
    title: "exp as a text",
    event: (i) => tokenEvent(i.sign({ exp: String(now() + 300) })),
    reason: "malformed",
  },
  { title: "exp beyond all dates", event: token({ exp: 1e300 }), reason: "malformed" },
  { title: "nbf as a text", event: token({ nbf: "0" }), reason: "malformed" },
  { title: "aud as a number", event: token({ aud: 7 }), reason: "malformed" },
  { title: "no sub", event: token({ sub: undefined }), reason: "malformed" },
  // The signature.
  {
    title: "alg none without a signature",
    event: (i) => tokenEvent(`${encode({ alg: "none", kid: "key-1" })}.${encode(claimsOf(i))}.`),
    reason: "malformed",
  },
  { title: "alg none", event: token({}, { alg: "none" }), reason: "signature" },
  {
    title: "HS256 signed with the public key",
    event: (i) => tokenEvent(signAs(i, "HS256")),
    reason: "signature",
  },
  { title: "PS256", event: (i) => tokenEvent(signAs(i, "PS256")), reason: "signature" },
  {
    title: "an algorithm of another kind of key",
    event: token({}, { alg: "ES256" }),
    reason: "signature",
  },
  {
    title: "RS512 by a key for RS256",
    event: (i) => tokenEvent(signAs(i, "RS512")),
    reason: "signature",
  },
  {
    title: "an algorithm called as a method of objects",
    event: token({}, { alg: "constructor" }),
    reason: "signature",
  },
  { title: "another key with the same kid", event: token({}, {}, otherKey), reason: "signature" },
  { title: "an unknown kid", event: token({}, { kid: "other" }), reason: "signature" },
  {
    title: "another payload under the signature",
    event: (i: TestIssuer): AuthorizerEvent => {
      const [header, , signature] = i.sign().split(".");
      const payload = encode({ ...claimsOf(i), scope: "admin" });
      return tokenEvent(`${header ?? ""}.${payload}.${signature ?? ""}`);
    },
    reason: "signature",
  },
  {
    title: "a key within the header",
    event: token({}, { jwk: otherKey.jwk, jku: "https://evil.example/keys" }, otherKey),
    reason: "signature",
  },
  // Times.
  { title: "expired", event: (i) => tokenEvent(i.sign({ exp: now() - 40 })), reason: "expired" },
  {
    title: "not yet valid",
    event: (i) => tokenEvent(i.sign({ nbf: now() + 60 })),
    reason: "notYet",
  },
  // The issuer.
  { title: "no iss", event: token({ iss: undefined }), reason: "issuer" },
  { title: "another issuer", event: token({ iss: "https://evil.example" }), reason: "issuer" },
  {
    title: "the issuer with a slash",
    event: (i) => tokenEvent(i.sign({ iss: `${i.url}/` })),
    reason: "issuer",
  },
  {
    title: "a list of issuers",
    event: (i) => tokenEvent(i.sign({ iss: [i.url] })),
    reason: "issuer",
  },
  // The audience.
  { title: "no aud", event: token({ aud: undefined }), reason: "audience" },
  { title: "another aud", event: token({ aud: "https://other.example/mcp" }), reason: "audience" },
  {
    title: "the audience with a slash",
    event: token({ aud: `${TEST_AUDIENCE}/` }),
    reason: "audience",
  },
  { title: "an empty list", event: token({ aud: [] }), reason: "audience" },
  // The kind.
  { title: "an ID token", event: token({ token_use: "id" }), reason: "notAccessToken" },
  { title: "an ID token with at_hash", event: token({ at_hash: "x" }), reason: "notAccessToken" },
  { title: "an ID token of Keycloak", event: token({ typ: "ID" }), reason: "notAccessToken" },
  { title: "a logout token", event: token({ events: {} }), reason: "notAccessToken" },
  { title: "a proof of DPoP", event: token({}, { typ: "dpop+jwt" }), reason: "notAccessToken" },
  {
    title: "a token bound to a key",
    event: token({ cnf: { jkt: "x" } }),
    reason: "notAccessToken",
  },
];

function claimsOf(issuer: TestIssuer): Record<string, unknown> {
  const [, payload = ""] = issuer.sign().split(".");
  return JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, unknown>;
}

function signRaw(issuer: TestIssuer, payload: string): string {
  return signToken({ header: { alg: "RS256", kid: "key-1" }, payload }, issuer.key());
}

function signAs(issuer: TestIssuer, alg: string): string {
  const parts = { header: { alg, kid: "key-1" }, payload: claimsOf(issuer) };
  return signToken(parts, issuer.key(), alg);
}
