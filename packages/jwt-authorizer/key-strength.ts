/** Which of an issuer's keys are too weak to tell a forged token from a good one. */
import { createPublicKey } from "node:crypto";
import type { Jwk } from "aws-jwt-verify/jwk";

/** Bits of a modulus: https://datatracker.ietf.org/doc/html/rfc7518#section-3.3 */
const MIN_MODULUS_BITS = 2_048;

/**
 * Whether OpenSSL takes the key, and nobody but its owner can sign with it. The numbers are looked at,
 * and not their texts: a short modulus may have zeros before it, and with an exponent of 1 anybody signs.
 */
export function isStrong(jwk: Jwk): boolean {
  try {
    const { modulusLength, publicExponent } = detailsOf(jwk);
    if (jwk.kty !== "RSA") return true;
    return (modulusLength ?? 0) >= MIN_MODULUS_BITS && (publicExponent ?? 0n) >= 3n;
  } catch {
    return false;
  }
}

type Details = Readonly<{ modulusLength?: number; publicExponent?: bigint }>;

function detailsOf(jwk: Jwk): Details {
  return createPublicKey({ key: jwk, format: "jwk" }).asymmetricKeyDetails ?? {};
}
