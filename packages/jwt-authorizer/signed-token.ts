/**
 * Reads a JWT in its compact form: three parts, signed, not encrypted, without what we would have to
 * understand and do not. Nothing of it is verified yet.
 * https://datatracker.ietf.org/doc/html/rfc7519#section-7.2
 */
import { TokenRefusal } from "./refusal";

export type JsonValue =
  null | string | number | boolean | JsonValue[] | { [name: string]: JsonValue };
export type JsonRecord = Record<string, JsonValue>;

export interface SignedToken {
  readonly header: JsonRecord & { readonly alg: string; readonly kid: string };
  readonly payload: JsonRecord & RegisteredClaims;
  readonly headerB64: string;
  readonly payloadB64: string;
  readonly signatureB64: string;
}

/** Times are seconds since 1970. */
type RegisteredClaims = {
  readonly sub: string;
  readonly aud?: string | string[];
  readonly exp: number;
  readonly nbf?: number;
  readonly iat?: number;
};

const COMPACT = /^([\w-]+)\.([\w-]+)\.([\w-]+)$/;

/** What Date can hold, in seconds. */
const MAX_TIME = 8.64e12;

/** @throws TokenRefusal */
export function readSignedToken(token: string): SignedToken {
  const [, headerB64 = "", payloadB64 = "", signatureB64 = ""] = COMPACT.exec(token) ?? [];
  if (signatureB64 === "") throw malformed("not three parts in base64url: an opaque token?");
  const header = readHeader(decode(headerB64, "header"));
  const payload = decode(payloadB64, "payload");
  try {
    checkPayload(payload);
  } catch (error) {
    if (error instanceof TokenRefusal) error.kid = header.kid;
    throw error;
  }
  return { header, payload, headerB64, payloadB64, signatureB64 };
}

function decode(part: string, name: string): JsonRecord {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    // Of a name that comes twice the last value counts: RFC 7519, section 4.
    const value = JSON.parse(text.decode(Buffer.from(part, "base64url"))) as JsonValue;
    if (isJsonRecord(value)) return value;
  } catch {
    // The parser's message has a piece of the token.
  }
  throw malformed(`its ${name} is not a JSON object`);
}

function readHeader(header: JsonRecord): SignedToken["header"] {
  const { alg, kid, cty } = header;
  if (typeof alg !== "string") throw malformed("no alg in its header");
  if (typeof kid !== "string" || kid === "") throw malformed("no kid in its header");
  // Extensions that must be understood: RFC 7515, section 4.1.11, and RFC 7797.
  if ("crit" in header || "b64" in header) throw malformed("crit or b64 in its header");
  if (typeof cty === "string" && /jwt$/i.test(cty)) throw malformed("a JWT within a JWT");
  return { ...header, alg, kid };
}

function checkPayload(payload: JsonRecord): asserts payload is SignedToken["payload"] {
  if (!isTime(payload["exp"])) throw malformed("no exp, or not a number");
  for (const name of ["nbf", "iat"]) {
    const time = payload[name];
    if (time !== undefined && !isTime(time)) throw malformed(`${name} is not a number`);
  }
  const { sub, aud } = payload;
  if (typeof sub !== "string" || sub === "") throw malformed("no sub");
  if (aud === undefined || typeof aud === "string") return;
  if (Array.isArray(aud) && aud.every((each) => typeof each === "string")) return;
  throw malformed("aud is neither a text nor a list of texts");
}

function isTime(value: JsonValue | undefined): boolean {
  return typeof value === "number" && Math.abs(value) <= MAX_TIME;
}

export function isJsonRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function malformed(detail: string): TokenRefusal {
  return new TokenRefusal("malformed", detail);
}
