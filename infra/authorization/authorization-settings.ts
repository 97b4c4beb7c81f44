/** Settings of who may call; docs/settings.md and docs/authorization.md say what they are for. */
import type { ListForm, SettingsReader } from "../settings-reader";
import { isIssuerUrl, isResourceUrl } from "./urls";

export type AuthorizationSettings = ReturnType<typeof declareSettings>;

/** What a key may do where nothing else is said of it. */
export interface KeyDefaults {
  readonly rate: number;
  readonly burst: number;
}

/** Reads them, and leaves what is wrong with each in the reader. */
export function authorizationSettings(
  reader: SettingsReader,
  defaults: KeyDefaults,
): AuthorizationSettings {
  return declareSettings(reader, defaults);
}

/**
 * RFC 6749 3.3, without what a gateway's templates would read: "$", "#", and quotes. offline_access is
 * between client and issuer: https://modelcontextprotocol.io/specification/2026-07-28/basic/authorization
 */
const SCOPES: ListForm = {
  what: "scopes, separated by commas, each of visible characters without quotes, \\, $ and #, and none of them offline_access",
  pattern: /^(?!offline_access$)[!%&(-[\]-~]{1,200}$/,
  example: "orders:read",
};
const CLAIMS: ListForm = {
  what: "names of claims, separated by commas",
  pattern: /^[\w:/.-]{1,200}$/,
  example: "email",
};
/** What identifies a client or an API to an issuer. */
const IDENTIFIERS: ListForm = {
  what: "identifiers as tokens have them, separated by commas, without spaces",
  pattern: /^[\x21-\x7e]{1,500}$/,
  example: "https://mcp.example.com/mcp",
};
const KEY_NAMES: ListForm = {
  what: "at most 50 names, separated by commas, each of at most 32 lower-case letters, digits and -",
  pattern: /^[a-z0-9][a-z0-9-]{0,31}$/,
  example: "alice,ci",
  max: 50,
};

// What it returns is the type of the settings.
function declareSettings(reader: SettingsReader, defaults: KeyDefaults) {
  return {
    /** Who may call: anyone, who signs with AWS credentials, who has a key, who has a token. */
    auth: reader.oneOf("auth", "none", ["none", "iam", "apiKey", "jwt"], ["iam", "apiKey", "jwt"]),
    /** Host name of one's own for the API. */
    domainName: reader.optional("domainName", "a host name in lower case", {
      pattern: /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
      example: "mcp.example.com",
    }),
    /** URL that people use where there is no domainName: of CloudFront, or the stage's own. */
    publicUrl: reader.checked("publicUrl", isResourceUrl, {
      what: "an https URL that ends in /mcp, without query, quotes, $ and #",
      example: "https://abc123.execute-api.ap-northeast-2.amazonaws.com/dev/mcp",
    }),
    /** Issuer of the tokens, exactly as their `iss` has it. */
    jwtIssuer: reader.checked("jwtIssuer", isIssuerUrl, {
      what: "an https URL, exactly the iss of its tokens, without query, quotes, $ and #",
      example: "https://cognito-idp.ap-northeast-2.amazonaws.com/ap-northeast-2_example",
    }),
    /** Audiences of which a token has one; default: the resource's URL. */
    jwtAudience: reader.list("jwtAudience", IDENTIFIERS),
    /** Clients that tokens may be of; default: any. */
    jwtClients: reader.list("jwtClients", IDENTIFIERS),
    /** Scopes that every call needs, all of them. */
    jwtScopes: reader.list("jwtScopes", SCOPES),
    /** What clients put before a scope when they ask for it, and tokens do not have. */
    jwtScopePrefix: reader.text("jwtScopePrefix", "", /^[!%&(-[\]-~]{0,200}$/, "mcp/"),
    /** Claims that hold scopes: texts separated by spaces, or lists; none that people write themselves. */
    jwtScopeClaims: reader.list("jwtScopeClaims", CLAIMS, ["scope", "scp"]),
    /** Claims that tools get. */
    jwtClaims: reader.list("jwtClaims", CLAIMS),
    /** Where the issuer's keys are; default: where its metadata says. */
    jwtJwksUri: reader.checked("jwtJwksUri", isIssuerUrl, {
      what: "an https URL, without query, quotes, $ and #",
      example: "https://issuer.example.com/.well-known/jwks.json",
    }),
    /** Seconds that API Gateway keeps what the authorizer has said of a token; 0 asks it each time. */
    authCacheSeconds: reader.integer("authCacheSeconds", 300, 0, 3_600),
    /** Names of keys; each gets one. */
    apiKeys: reader.list("apiKeys", KEY_NAMES),
    /** Requests a second that one key lets through on average. */
    apiKeyRate: reader.integer("apiKeyRate", defaults.rate, 1, 10_000),
    /** Requests that one key lets through at once. */
    apiKeyBurst: reader.integer("apiKeyBurst", defaults.burst, 1, 5_000),
    /** Requests that one key lets through a day; 0 for no limit. */
    apiKeyQuotaPerDay: reader.integer("apiKeyQuotaPerDay", 0, 0, 1_000_000_000),
    /** Whether log lines name who signed in (personal data); without it only by what. */
    logCallers: reader.flag("logCallers", false),
  };
}
