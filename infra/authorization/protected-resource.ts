/**
 * What clients that sign in are told: by the challenge of a 401 or 403, and by the metadata of the
 * protected resource (RFC 9728). Constants of a deployment, since API Gateway puts nothing together.
 * https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization
 */

export interface ProtectedResource {
  /** URL that clients connect to; undefined where nobody has said it: no client can sign in by itself. */
  readonly url: string | undefined;
  /** Name for people. */
  readonly name: string;
  /** The issuer that tokens come from. */
  readonly issuer: string;
  /** All that a caller may need, as clients ask for them. */
  readonly scopes: readonly string[];
}

const WELL_KNOWN = "/.well-known/oauth-protected-resource";

/** Where clients look for the metadata, for a resource at the root of its host. */
export const METADATA_PATHS: readonly string[] = [`${WELL_KNOWN}/mcp`, WELL_KNOWN];

/** https://www.rfc-editor.org/rfc/rfc9728#section-2 */
export function metadata({ url, name, issuer, scopes }: ProtectedResource): object {
  return {
    resource: url,
    resource_name: name,
    authorization_servers: [issuer],
    ...(scopes.length > 0 && { scopes_supported: scopes }),
    bearer_methods_supported: ["header"],
  };
}

/**
 * WWW-Authenticate of a 401. Without `error`, since it also answers requests without any token
 * (RFC 6750 3.1). Names all scopes at once: clients that register themselves cannot get more later.
 */
export function challenge(resource: ProtectedResource): string {
  return `Bearer ${parameters([...metadataOf(resource), ...scopeOf(resource)])}`.trim();
}

/** WWW-Authenticate of a 403: the token is good, and lacks a scope. */
export function scopeChallenge(resource: ProtectedResource): string {
  const error = ["error", "insufficient_scope"] as const;
  return `Bearer ${parameters([error, ...scopeOf(resource), ...metadataOf(resource)])}`;
}

/** What a person reads with the 401. */
export function tokenNeeded({ url, issuer }: Pick<ProtectedResource, "url" | "issuer">): string {
  const where = url === undefined ? "" : ` for ${url}`;
  return `A valid access token is needed: Authorization: Bearer <token> of ${issuer}${where}.`;
}

/** What a person reads with the 403. */
export function scopeNeeded({ scopes }: Pick<ProtectedResource, "scopes">): string {
  return `The token lacks a scope that this server needs: ${scopes.join(" ")}.`;
}

type Parameter = readonly [name: string, value: string];

/** https://www.rfc-editor.org/rfc/rfc9728#section-5.1 */
function metadataOf({ url }: ProtectedResource): readonly Parameter[] {
  return url === undefined
    ? []
    : [["resource_metadata", url.replace(/\/mcp$/, `${WELL_KNOWN}/mcp`)]];
}

function scopeOf({ scopes }: ProtectedResource): readonly Parameter[] {
  return scopes.length === 0 ? [] : [["scope", scopes.join(" ")]];
}

function parameters(all: readonly Parameter[]): string {
  return all.map(([name, value]) => `${name}="${value}"`).join(", ");
}
