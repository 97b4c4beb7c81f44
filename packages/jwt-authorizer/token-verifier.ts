/** Verifies a token: form -> issuer -> signature and times -> kind -> audience -> client -> claims. */
import { checkAudience, checkClient, checkKind, clientsOf } from "./access-token";
import type { KeyCache } from "./key-cache";
import { differInSlash, IN_SLASH, TokenRefusal } from "./refusal";
import { scopesOf } from "./scopes";
import type { AuthorizerSettings } from "./settings";
import { type JsonRecord, readSignedToken, type SignedToken } from "./signed-token";

/** A token that is good; whether its scopes are enough is not said. */
export interface VerifiedToken {
  readonly subject: string;
  readonly clientId: string | undefined;
  readonly issuer: string;
  readonly scopes: readonly string[];
  /** Seconds since 1970. */
  readonly expiresAt: number;
  /** The claims that tools get, as JSON. */
  readonly claims: string;
  readonly kid: string;
}

/** @throws TokenRefusal; KeysUnavailable when nothing can be said of the token. */
export type VerifyToken = (token: string) => Promise<VerifiedToken>;

export function createTokenVerifier(settings: AuthorizerSettings, keys: KeyCache): VerifyToken {
  return async (text) => {
    const token = readSignedToken(text);
    try {
      await checkSignature(token, settings, keys);
      return verified(token, settings);
    } catch (error) {
      if (error instanceof TokenRefusal) error.kid = token.header.kid;
      throw error;
    }
  };
}

async function checkSignature(
  token: SignedToken,
  { issuer }: AuthorizerSettings,
  keys: KeyCache,
): Promise<void> {
  const { iss } = token.payload;
  // Before anything is fetched for it.
  if (iss !== issuer) {
    throw new TokenRefusal("issuer", whyOther(iss, issuer));
  }
  const keySet = await keys.keysWith(token.header.kid);
  keySet.verify(token);
}

/** Not which one: anybody may have written it. */
function whyOther(iss: unknown, issuer: string): string {
  if (typeof iss !== "string") return "it names no issuer";
  return differInSlash(iss, issuer) ? `of another issuer, ${IN_SLASH}` : "of another issuer";
}

function verified(token: SignedToken, settings: AuthorizerSettings): VerifiedToken {
  const { header, payload } = token;
  const [clientId] = clientsOf(payload);
  try {
    checkKind(token, settings.issuer);
    checkAudience(payload, settings);
    checkClient(payload, settings);
    return {
      subject: payload.sub,
      clientId,
      issuer: settings.issuer,
      scopes: scopesOf(payload, settings.scopeClaims),
      expiresAt: Math.floor(payload.exp),
      claims: claimsFor(payload, settings.claims),
      kid: header.kid,
    };
  } catch (error) {
    if (error instanceof TokenRefusal) error.clientId = clientId;
    throw error;
  }
}

/** Bytes of all claims for tools. */
const MAX_CLAIMS_BYTES = 4_096;

/** The token is refused, and not its claims: a tool that misses one would decide on a wrong fact. */
function claimsFor(payload: JsonRecord, names: readonly string[]): string {
  const entries = names.flatMap((name) =>
    Object.hasOwn(payload, name) ? [[name, payload[name]] as const] : [],
  );
  const json = JSON.stringify(Object.fromEntries(entries));
  const bytes = Buffer.byteLength(json);
  if (bytes <= MAX_CLAIMS_BYTES) return json;
  const detail = `its claims for tools have ${bytes} bytes, more than ${MAX_CLAIMS_BYTES}: name fewer in jwtClaims`;
  throw new TokenRefusal("claims", detail);
}
