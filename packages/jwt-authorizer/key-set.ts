/**
 * The issuer's public keys (a JWKS), and signatures checked with them.
 * https://datatracker.ietf.org/doc/html/rfc7517#section-5
 */
import { JwtExpiredError, JwtNotBeforeError } from "aws-jwt-verify/error";
import type { Jwk } from "aws-jwt-verify/jwk";
import { JwtVerifierBase, type JwtVerifierProperties } from "aws-jwt-verify/jwt-verifier";
import { isStrong } from "./key-strength";
import { TokenRefusal } from "./refusal";
import { isJsonRecord, type JsonRecord, type SignedToken } from "./signed-token";

/** Of clocks, for `exp` and `nbf`, in seconds. */
export const CLOCK_LEEWAY_SECONDS = 30;

const RSA = ["RSA"];

/** Algorithms that are taken, with the type or curve of their keys. */
const KEYS_OF: Readonly<Record<string, readonly string[]>> = {
  RS256: RSA,
  RS384: RSA,
  RS512: RSA,
  ES256: ["P-256"],
  ES384: ["P-384"],
  ES512: ["P-521"],
  EdDSA: ["Ed25519", "Ed448"],
};

/** Keys of a set that are looked at; an issuer has about ten. */
export const MAX_KEYS = 100;

/** Public parts alone. */
const MEMBERS = ["kty", "use", "alg", "kid", "crv", "n", "e", "x", "y"];

type Checks = { readonly audience: null; readonly graceSeconds: number };

/** The library's checks of signature, `iss`, `exp` and `nbf`, with keys that we fetch. */
class SignatureVerifier extends JwtVerifierBase<Checks, JwtVerifierProperties<Checks>, false> {
  private readonly checks;

  constructor(
    issuer: string,
    readonly jwk: Jwk,
  ) {
    const checks = { issuer, audience: null, graceSeconds: CLOCK_LEEWAY_SECONDS } as const;
    super({ ...checks, jwksUri: NOTHING_TO_FETCH });
    this.checks = checks;
    this.cacheJwks({ keys: [jwk] });
  }

  /** @throws Error of the library. */
  check(token: SignedToken): void {
    this.verifyDecomposedJwtSync(token, NOTHING_TO_FETCH, this.checks);
  }
}

const NOTHING_TO_FETCH = "none";

/** A JWKS, as the issuer gives it, that has no key which tokens can be checked with. */
export class NoUsableKey extends Error {}

export class KeySet {
  private readonly candidates: ReadonlyMap<string, readonly Jwk[]>;
  /** Made when a token names them: most tokens name the same one. */
  private readonly keys = new Map<string, SignatureVerifier | undefined>();

  /**
   * @param jwks as the issuer gives it; what no signature can be checked with is left out.
   * @throws NoUsableKey when nothing is left.
   * @throws Error when it is not a JWKS.
   */
  constructor(
    private readonly issuer: string,
    { keys }: JsonRecord,
  ) {
    if (!Array.isArray(keys)) throw new Error("no list of keys");
    this.candidates = readKeys(keys.slice(0, MAX_KEYS));
    if (![...this.candidates.keys()].some((kid) => this.has(kid))) {
      throw new NoUsableKey("no key that tokens can be checked with");
    }
  }

  has(kid: string): boolean {
    return this.key(kid) !== undefined;
  }

  /** Checks signature, `iss`, `exp` and `nbf`. @throws TokenRefusal */
  verify(token: SignedToken): void {
    const { alg, kid } = token.header;
    const key = this.key(kid);
    if (key === undefined) throw forged("the issuer has no key of this id");
    if (!Object.hasOwn(KEYS_OF, alg)) throw forged("its algorithm is not taken");
    if (!isFor(alg, key.jwk)) throw forged("its algorithm is not the key's");
    try {
      key.check(token);
    } catch (error) {
      throw refusalOf(error, token);
    }
  }

  /** Of those with the same id the first that is strong. */
  private key(kid: string): SignatureVerifier | undefined {
    const candidates = this.candidates.get(kid);
    if (candidates === undefined) return undefined;
    if (!this.keys.has(kid)) {
      const jwk = candidates.find(isStrong);
      this.keys.set(kid, jwk && new SignatureVerifier(this.issuer, jwk));
    }
    return this.keys.get(kid);
  }
}

function readKeys(keys: readonly unknown[]): ReadonlyMap<string, readonly Jwk[]> {
  const candidates = new Map<string, Jwk[]>();
  for (const key of keys) {
    if (!isJsonRecord(key) || !isForSignatures(key)) continue;
    const members = MEMBERS.flatMap((name) => {
      const value = key[name];
      return typeof value === "string" ? [[name, value]] : [];
    });
    const { kid } = key;
    if (typeof kid !== "string") continue;
    candidates.set(kid, [...(candidates.get(kid) ?? []), Object.fromEntries(members) as Jwk]);
  }
  return candidates;
}

/** A public key with an id, of an algorithm that is taken; symmetric ones ("oct") are not. */
function isForSignatures(key: JsonRecord): boolean {
  const { kid, use, key_ops: operations } = key;
  if (typeof kid !== "string" || kid === "" || (use ?? "sig") !== "sig") return false;
  if (Array.isArray(operations) && !operations.includes("verify")) return false;
  return Object.keys(KEYS_OF).some((algorithm) => isFor(algorithm, key));
}

function isFor(algorithm: string, { kty, crv, alg = algorithm }: JsonRecord): boolean {
  const type = kty === "RSA" ? kty : crv;
  return alg === algorithm && KEYS_OF[algorithm]?.some((each) => each === type) === true;
}

/** Of what the library throws. Signature first: times of a token that is forged are nobody's. */
function refusalOf(error: unknown, { payload: { exp, nbf = 0 } }: SignedToken): TokenRefusal {
  const seconds = Math.round(Date.now() / 1000);
  if (error instanceof JwtExpiredError) {
    return new TokenRefusal("expired", `${seconds - Math.floor(exp)} s ago`);
  }
  if (error instanceof JwtNotBeforeError) {
    return new TokenRefusal("notYet", `good in ${Math.ceil(nbf) - seconds} s`);
  }
  return forged("not signed by the key that it names");
}

function forged(detail: string): TokenRefusal {
  return new TokenRefusal("signature", detail);
}
