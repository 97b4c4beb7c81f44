/** Keys of a test issuer, and tokens signed with them: good ones, and bad ones. */
import {
  constants,
  createHmac,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
  sign,
} from "node:crypto";

export type SigningAlgorithm = "RS256" | "RS512" | "ES256" | "ES384" | "EdDSA" | "PS256" | "HS256";

export interface SigningKey {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** As a JWKS has it. */
  readonly jwk: JsonWebKey;
}

export function createSigningKey(kid: string, algorithm: SigningAlgorithm = "RS256"): SigningKey {
  const { privateKey, publicKey } = keyPair(algorithm);
  const jwk = { ...publicKey.export({ format: "jwk" }), kid, use: "sig", alg: algorithm };
  return { kid, algorithm, privateKey, publicKey, jwk };
}

function keyPair(algorithm: SigningAlgorithm): { privateKey: KeyObject; publicKey: KeyObject } {
  if (algorithm === "ES256") return generateKeyPairSync("ec", { namedCurve: "P-256" });
  if (algorithm === "ES384") return generateKeyPairSync("ec", { namedCurve: "P-384" });
  if (algorithm === "EdDSA") return generateKeyPairSync("ed25519");
  return generateKeyPairSync("rsa", { modulusLength: 2048 });
}

export type TokenPart = Readonly<Record<string, unknown>>;

/** Parts of a token as they are signed: an object, or a text that is no JSON, or has a key twice. */
export interface TokenParts {
  readonly header: TokenPart | string;
  readonly payload: TokenPart | string;
}

/** A token that is signed as the key is for, or as its header says. */
export function signToken({ header, payload }: TokenParts, key: SigningKey, alg?: string): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${signatureOf(Buffer.from(input), key, alg ?? key.algorithm).toString("base64url")}`;
}

export function encode(part: TokenPart | string): string {
  return Buffer.from(typeof part === "string" ? part : JSON.stringify(part)).toString("base64url");
}

function signatureOf(input: Buffer, { privateKey, publicKey }: SigningKey, alg: string): Buffer {
  if (alg === "EdDSA") return sign(null, input, privateKey);
  const digest = `sha${alg.slice(2)}`;
  if (alg.startsWith("HS")) {
    // What a library that mixes up algorithms would check it with.
    const secret = publicKey.export({ format: "pem", type: "spki" });
    return createHmac(digest, secret).update(input).digest();
  }
  if (alg.startsWith("PS")) {
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    return sign(digest, input, { key: privateKey, padding, saltLength: 32 });
  }
  return sign(digest, input, { key: privateKey, dsaEncoding: "ieee-p1363" });
}
