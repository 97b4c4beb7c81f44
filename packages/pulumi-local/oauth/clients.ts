/** Clients of the local issuer: the one that it knows, and what holds for those that introduce themselves. */
import type { Configuration } from "oidc-provider";

/** Client that is there from the start, for those that want an id by hand; it has no secret. */
export const LOCAL_CLIENT = "local-client";

/** Paths that clients listen on, on any port (RFC 8252 7.3). */
const CALLBACK_PATHS = ["/", "/callback", "/oauth/callback", "/oauth2/callback", "/auth/callback"];
const LOOPBACKS = ["127.0.0.1", "localhost", "[::1]"];
const PUBLIC_CLIENT = {
  token_endpoint_auth_method: "none",
  grant_types: ["authorization_code", "refresh_token"],
  // Redirects to loopback have any port.
  application_type: "native",
} as const;

export const CLIENTS: Configuration = {
  clients: [
    {
      ...PUBLIC_CLIENT,
      client_id: LOCAL_CLIENT,
      client_name: LOCAL_CLIENT,
      redirect_uris: LOOPBACKS.flatMap((host) => CALLBACK_PATHS.map((at) => `http://${host}${at}`)),
    },
  ],
  clientDefaults: { application_type: PUBLIC_CLIENT.application_type },
  // Browsers' clients (the Inspector) ask from any origin; without a code nobody gets a token.
  clientBasedCORS: () => true,
  pkce: { required: () => true },
  fetch: fetchDocument,
};

/**
 * Fetches metadata documents of clients. oidc-provider's dispatcher refuses addresses of private
 * networks, so that nobody lets this machine ask there; a client under development is on loopback.
 */
async function fetchDocument(
  url: string | URL | Request,
  options?: RequestInit,
): Promise<Response> {
  const { hostname } = new URL(url instanceof Request ? url.url : url);
  if (!LOOPBACKS.includes(hostname)) return fetch(url, options);
  const { dispatcher, ...plain } = (options ?? {}) as RequestInit & { dispatcher?: unknown };
  return fetch(url, plain);
}
