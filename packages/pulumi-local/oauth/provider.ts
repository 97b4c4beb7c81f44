/**
 * The local issuer's protocol side: oidc-provider, set up for MCP clients. PKCE always; clients that
 * register themselves (DCR), that are a metadata document (CIMD), and one that is known by hand;
 * access tokens are JWTs for one resource, this machine's server (RFC 8707).
 */
import type { Configuration, Provider, ResourceServer } from "oidc-provider";
import { findLocalAccount } from "./accounts";
import { CLIENTS } from "./clients";
import type { IssuerStore } from "./issuer-store";
import { redirectProblem } from "./redirect-uris";
import { errorPage, PAGE_HEADERS, SIGN_IN_PATH } from "./sign-in-page";
import { storeAdapter } from "./store-adapter";

/** What tokens are for. */
export interface TokenResource {
  /** Audience of the tokens: the URL that clients connect to. */
  readonly url: string;
  /** All scopes that there are. */
  readonly scopes: readonly string[];
}

export interface ProviderOptions {
  /** The issuer's own URL. */
  readonly url: string;
  readonly store: IssuerStore;
  /** Signs cookies. */
  readonly cookieKey: string;
  readonly resource: () => TokenResource;
  /** Seconds that an access token lives. */
  readonly tokenSeconds: number;
}

/** Name of the cookie that would tell who has signed in; see issuer-requests.ts. */
export const SESSION_COOKIE = "local_issuer_session";

/** Two weeks; also of what a person granted. */
const REFRESH_SECONDS = 14 * 24 * 3600;

const MINUTE = 60;

/** @param scopes that clients may register with: all of the resource. */
export async function makeProvider(
  options: ProviderOptions,
  scopes: readonly string[],
): Promise<Provider> {
  // An ES module, which is loaded when it is first needed.
  const library = await import("oidc-provider");
  return new library.Provider(options.url, {
    ...CLIENTS,
    ...tokens(options),
    features: {
      ...FEATURES,
      resourceIndicators: resourceIndicators(options, library.errors.InvalidTarget),
    },
    extraClientMetadata: {
      properties: ["redirect_uris"],
      validator: (_, __, uris) => {
        const problem = redirectProblem(uris);
        if (problem !== undefined) throw new library.errors.InvalidRedirectUri(problem);
      },
    },
    adapter: storeAdapter(options.store),
    jwks: { keys: [options.store.key] },
    scopes: ["openid", "offline_access", ...scopes],
    cookies: {
      keys: [options.cookieKey],
      // Cookies know no ports: another name than that of other issuers on this machine.
      names: {
        session: SESSION_COOKIE,
        interaction: "local_issuer_sign_in",
        resume: "local_issuer_resume",
      },
    },
    routes: { registration: "/register", authorization: "/authorize" },
    interactions: { url: (_, { uid }) => `${SIGN_IN_PATH}${uid}` },
    renderError: (ctx, out) => {
      ctx.set(PAGE_HEADERS);
      ctx.body = errorPage(out.error, out.error_description ?? "");
    },
  });
}

const FEATURES: Configuration["features"] = {
  devInteractions: { enabled: false },
  registration: { enabled: true, issueRegistrationAccessToken: false },
  clientIdMetadataDocument: { enabled: true, ack: "draft-02", cacheDuration: { min: 1, max: 60 } },
  rpInitiatedLogout: { enabled: false },
  userinfo: { enabled: false },
  revocation: { enabled: true, allowedPolicy: () => true },
};

type ResourceIndicators = NonNullable<Configuration["features"]>["resourceIndicators"];

function resourceIndicators(
  { resource }: ProviderOptions,
  InvalidTarget: new (text: string) => Error,
): ResourceIndicators {
  return {
    enabled: true,
    getResourceServerInfo: (_, asked) => {
      // Some clients add a slash: https://github.com/anthropics/claude-code/issues/52871
      if (asked.replace(/\/$/, "") === resource().url) return tokenFormat(resource());
      throw new InvalidTarget(`this issuer has tokens for ${resource().url} alone`);
    },
    // Who names none gets a token for the server too: there is nothing else.
    defaultResource: (_, __, oneOf) => oneOf?.[0] ?? resource().url,
    useGrantedResource: () => true,
  };
}

function tokens({ tokenSeconds }: ProviderOptions): Configuration {
  return {
    ttl: {
      AccessToken: tokenSeconds,
      AuthorizationCode: MINUTE,
      IdToken: tokenSeconds,
      Interaction: 30 * MINUTE,
      Session: 30 * MINUTE,
      Grant: REFRESH_SECONDS,
      RefreshToken: REFRESH_SECONDS,
    },
    expiresWithSession: () => false,
    issueRefreshToken: async (_, client) => client.grantTypeAllowed("refresh_token"),
    claims: { openid: ["sub", "name", "email", "email_verified", "groups"] },
    conformIdTokenClaims: false,
    extraTokenClaims: (_, token) => ("accountId" in token ? claimsOf(token.accountId) : undefined),
    findAccount: (_, name) => {
      const account = findLocalAccount(name);
      return account && { accountId: name, claims: () => ({ sub: name, ...account.claims }) };
    },
  };
}

/** How access tokens for a resource look. */
export function tokenFormat({ url, scopes }: TokenResource): ResourceServer {
  return {
    scope: scopes.join(" "),
    audience: url,
    accessTokenFormat: "jwt",
    jwt: { sign: { alg: "RS256" } },
  };
}

function claimsOf(name: string | undefined): Record<string, unknown> | undefined {
  const account = name === undefined ? undefined : findLocalAccount(name);
  return account && { ...account.claims };
}
