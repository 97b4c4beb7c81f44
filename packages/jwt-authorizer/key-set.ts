/**
 * The issuer's public keys (a JWKS), and signatures checked with them.
 * https://datatracker.ietf.org/doc/html/rfc7517#section-5
 */
import { JwtExpiredError, JwtNotBeforeError } from "aws-jwt-verify/error";
import type { Jwk } from "aws-jwt-verify/jwk";
import { JwtVerifierBase, type JwtVerifierProperties } from "aws-jwt-verify/jwt-verifier";
import { clip, TokenRefusal } from "./refusal";
import { isJsonRecord, type JsonRecord, type SignedToken } from "./signed-token";

/** Of clocks, for `exp` and `nbf`, in seconds. */
export const CLOCK_LEEWAY_SECONDS = 30;

/** Algorithms that are taken, with the type or curve of their keys. */
const KEYS_OF: Readonly<Record<string, readonly string[]>> = {
  RS256: ["RSA"],
  RS384: ["RSA"],
  RS512: ["RSA"],
  ES256: ["P-256"],
  ES384: ["P-384"],
  ES512: ["P-521"],
  EdDSA: ["Ed25519", "Ed448"],
};

/** Of an RSA modulus of 2,048 bits in base64url: RFC 7518, section 3.3. */
const MIN_MODULUS_LENGTH = 342;

/** Public parts alone. */
const MEMBERS = ["kty", "use", "alg", "kid", "crv", "n", "e", "x", "y"];

type Checks = { readonly audience: null; readonly graceSeconds: number };

/** The library's checks of signature, `iss`, `exp` and `nbf`, with keys that we fetch. */
class SignatureVerifier extends JwtVerifierBase<Checks, JwtVerifierProperties<Checks>, false> {
  private readonly checks;

  constructor(issuer: string, keys: readonly Jwk[]) {
    const checks = { issuer, audience: null, graceSeconds: CLOCK_LEEWAY_SECONDS } as const;
    super({ ...checks, jwksUri: NOTHING_TO_FETCH });
    this.checks = checks;
    this.cacheJwks({ keys: [...keys] });
  }

  /** @throws Error of the library. */
  check(token: SignedToken): void {
    this.verifyDecomposedJwtSync(token, NOTHING_TO_FETCH, this.checks);
  }
}

const NOTHING_TO_FETCH = "none";

export class KeySet {
  private readonly keys: ReadonlyMap<string, Jwk>;
  private readonly signatures: SignatureVerifier;

  /**
   * @param jwks as the issuer gives it; what no signature can be checked with is left out.
   * @throws Error when nothing is left.
   */
  constructor(issuer: string, jwks: JsonRecord) {
    this.keys = readKeys(jwks);
    if (this.keys.size === 0) throw new Error("no key that tokens can be checked with");
    this.signatures = new SignatureVerifier(issuer, [...this.keys.values()]);
  }

  has(kid: string): boolean {
    return this.keys.has(kid);
  }

  /** Checks signature, `iss`, `exp` and `nbf`. @throws TokenRefusal */
  verify(token: SignedToken): void {
    const { alg, kid } = token.header;
    const key = this.keys.get(kid);
    if (key === undefined) throw forged(`the issuer has no key "${clip(kid)}"`);
    const suitable = Object.hasOwn(KEYS_OF, alg) ? KEYS_OF[alg] : undefined;
    if (suitable === undefined) throw forged(`the algorithm ${clip(alg, 20)} is not taken`);
    if (!suitable.includes(key.crv ?? key.kty) || (key.alg ?? alg) !== alg) {
      throw forged(`the key is not of the algorithm ${alg}`);
    }
    try {
      this.signatures.check(token);
    } catch (error) {
      if (error instanceof JwtExpiredError) throw new TokenRefusal("expired", timeOf(token, "exp"));
      if (error instanceof JwtNotBeforeError) {
        throw new TokenRefusal("notYet", timeOf(token, "nbf"));
      }
      throw forged("not signed by the key that it names");
    }
  }
}

/** By id; of keys with the same id the first. */
function readKeys({ keys }: JsonRecord): ReadonlyMap<string, Jwk> {
  const usable = new Map<string, Jwk>();
  for (const key of Array.isArray(keys) ? keys : []) {
    if (!isJsonRecord(key) || !isUsable(key)) continue;
    const members = MEMBERS.flatMap((name) => {
      const value = key[name];
      return typeof value === "string" ? [[name, value]] : [];
    });
    const { kid } = key;
    if (typeof kid !== "string" || usable.has(kid)) continue;
    usable.set(kid, Object.fromEntries(members) as Jwk);
  }
  return usable;
}

/** A public key with an id, for signatures; symmetric ones ("oct") are none. */
function isUsable({ kty, kid, use, key_ops: operations, n, e, crv, x, y }: JsonRecord): boolean {
  const areTexts = (...values: unknown[]): boolean => values.every((v) => typeof v === "string");
  if (!areTexts(kid) || kid === "" || (use ?? "sig") !== "sig") return false;
  if (Array.isArray(operations) && !operations.includes("verify")) return false;
  if (kty === "RSA") return typeof n === "string" && n.length >= MIN_MODULUS_LENGTH && areTexts(e);
  if (kty === "EC") return areTexts(crv, x, y);
  return kty === "OKP" && areTexts(crv, x);
}

function timeOf({ payload }: SignedToken, name: "exp" | "nbf"): string {
  return `${name} ${new Date((payload[name] ?? 0) * 1000).toISOString()}`;
}

function forged(detail: string): TokenRefusal {
  return new TokenRefusal("signature", detail);
}
