/**
 * Where an issuer's keys come from: its metadata names their URL.
 * https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderConfig
 * https://datatracker.ietf.org/doc/html/rfc8414#section-3
 */
import { FetchFailure, isLoopbackHttp, JsonClient } from "./json-client";
import { KeySet } from "./key-set";
import { clip } from "./refusal";
import type { AuthorizerSettings } from "./settings";

/** Fetches the keys. @param limitMs for all that is fetched. @throws Error that names the document;
 * its cause is NoUsableKey where the issuer has no keys. */
export type FetchKeys = (limitMs: number) => Promise<KeySet>;

export function createKeySource({
  issuer,
  jwksUri,
}: Pick<AuthorizerSettings, "issuer" | "jwksUri">): FetchKeys {
  /** Found earlier: a rotation costs one request. */
  let known = jwksUri;
  return async (limitMs) => {
    const client = new JsonClient(limitMs);
    try {
      const url = known ?? (await discover(issuer, client));
      const keys = await fetchKeySet(issuer, url, client);
      known = url;
      return keys;
    } catch (error) {
      known = jwksUri;
      throw error;
    } finally {
      client.close();
    }
  };
}

async function fetchKeySet(issuer: string, url: string, client: JsonClient): Promise<KeySet> {
  const jwks = await client.get(url);
  try {
    return new KeySet(issuer, jwks);
  } catch (error) {
    const failure = new FetchFailure(url, error instanceof Error ? error.message : "not a JWKS");
    failure.cause = error;
    throw failure;
  }
}

/** Where the first URL has no document, the second is asked. */
async function discover(issuer: string, client: JsonClient): Promise<string> {
  const [first, second] = metadataUrls(issuer);
  try {
    return await readMetadata(issuer, first, client);
  } catch (error) {
    if (!(error instanceof FetchFailure) || !error.isAnswered) throw error;
    return await readMetadata(issuer, second, client).catch((other: unknown) => {
      throw new Error(`${error.message}; ${other instanceof Error ? other.message : ""}`);
    });
  }
}

function metadataUrls(issuer: string): readonly [string, string] {
  const url = URL.parse(issuer);
  if (url === null)
    throw new Error(`JWT_ISSUER is not a URL: "${clip(issuer)}". Set JWT_JWKS_URI.`);
  const path = url.pathname.replace(/\/$/, "");
  return [
    `${url.origin}${path}/.well-known/openid-configuration`,
    `${url.origin}/.well-known/oauth-authorization-server${path}`,
  ];
}

async function readMetadata(issuer: string, url: string, client: JsonClient): Promise<string> {
  const { issuer: named, jwks_uri: jwksUri } = await client.get(url);
  if (named !== issuer) {
    // Another issuer's document: nothing in it is to be used.
    const shown = typeof named === "string" ? `"${clip(named)}"` : "none";
    throw new FetchFailure(url, `it names another issuer (${shown}) than the setting`);
  }
  if (typeof jwksUri !== "string") throw new FetchFailure(url, "no jwks_uri", true);
  // Only an issuer on this machine may have its keys here.
  if (isLoopbackHttp(jwksUri) && !isLoopbackHttp(issuer)) {
    throw new FetchFailure(jwksUri, "not an https URL");
  }
  return jwksUri;
}
