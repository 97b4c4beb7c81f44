/** What makes a signed token one for this server: kind, audience and client. */
import { clip, differInSlash, IN_SLASH, TokenRefusal } from "./refusal";
import type { AuthorizerSettings } from "./settings";
import { isJsonRecord, type JsonRecord, type SignedToken } from "./signed-token";

/**
 * Refuses ID tokens, as far as they show what they are, and tokens that only the holder of a key may
 * use (RFC 9449, RFC 8705): as Bearer tokens they would be anybody's. `nonce` tells nothing: Keycloak
 * had it in access tokens, too.
 *
 * @throws TokenRefusal
 */
export function checkKind({ header, payload }: SignedToken, issuer: string): void {
  const { typ } = header;
  // Explicit types: https://datatracker.ietf.org/doc/html/rfc8725#section-3.11
  if (typeof typ === "string" && /\+jwt$/i.test(typ) && !/^(application\/)?at\+jwt$/i.test(typ)) {
    throw wrongKind("its header has another typ than at+jwt");
  }
  const { token_use: use, typ: kind, cnf } = payload;
  const isOfCognito = COGNITO_ISSUER.test(issuer);
  if (use === "id" || (isOfCognito && use !== "access")) throw wrongKind("token_use is not access");
  if (typeof kind === "string" && KINDS_OF_KEYCLOAK.includes(kind)) throw wrongKind(`typ ${kind}`);
  // Of ID tokens and logout tokens: OpenID Connect Core 1.0, section 3.1.3.6; Back-Channel Logout, 2.4.
  const sign = ["at_hash", "c_hash", "events"].find((name) => name in payload);
  if (sign !== undefined) throw wrongKind(`it has the claim ${sign}`);
  if (isJsonRecord(cnf)) throw wrongKind("bound to a key of its client (cnf)");
}

/** https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html */
const COGNITO_ISSUER =
  /^https:\/\/(issuer-)?cognito-idp(-fips)?\.[a-z0-9-]+\.amazonaws\.(com(\.cn)?|eu)\//;

/** Of its claim `typ`; an access token has "Bearer". */
const KINDS_OF_KEYCLOAK = ["ID", "Refresh", "Offline", "Logout"];

function wrongKind(detail: string): TokenRefusal {
  return new TokenRefusal("notAccessToken", detail);
}

type Expected = Pick<AuthorizerSettings, "audience" | "clients" | "resource">;

/**
 * An audience that is given must be among the token's. Clients alone admit a token without any
 * audience, as Cognito makes it; one that names an audience was made for that one, and must name this
 * server.
 *
 * @throws TokenRefusal
 */
export function checkAudience({ aud }: SignedToken["payload"], expected: Expected): void {
  const { audience, clients, resource } = expected;
  if (aud === undefined && audience.length === 0 && clients.length > 0) return;
  if (aud === undefined) throw new TokenRefusal("audience", "no aud");
  const accepted = audience.length > 0 || resource === undefined ? audience : [resource];
  const named = typeof aud === "string" ? [aud] : aud;
  if (named.some((each) => accepted.includes(each))) return;
  const isNear = accepted.some((each) => named.some((one) => differInSlash(one, each)));
  throw new TokenRefusal("audience", `${whyNotFor(accepted)}${isNear ? `, ${IN_SLASH}` : ""}`);
}

/** In the words of the settings: what the token is for is for no log. */
function whyNotFor(accepted: readonly string[]): string {
  if (accepted.length === 0) return "it has an aud, and no audience is set";
  return `it is for something else than ${clip(accepted.join(", "), 300)}`;
}

/** Where issuers have the client's id: RFC 9068, OpenID Connect, Okta, Entra 1.0. */
const CLIENT_CLAIMS = ["client_id", "azp", "cid", "appid"];

export function clientsOf(payload: JsonRecord): readonly string[] {
  return CLIENT_CLAIMS.flatMap((name) => {
    const value = payload[name];
    return typeof value === "string" && value !== "" ? [value] : [];
  });
}

/** Each client that the token names must be one of these. @throws TokenRefusal */
export function checkClient(payload: JsonRecord, { clients }: Expected): void {
  if (clients.length === 0) return;
  const named = clientsOf(payload);
  const other = named.find((client) => !clients.includes(client));
  if (named.length > 0 && other === undefined) return;
  const detail = other === undefined ? "it names no client" : `of the client ${clip(other)}`;
  throw new TokenRefusal("client", detail);
}
