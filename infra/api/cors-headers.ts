/**
 * Headers that let pages of allowed origins read what API Gateway answers itself, so that they see
 * a status and not a network error (https://fetch.spec.whatwg.org/#http-cors-protocol).
 */

type Headers = Readonly<Record<string, string>>;

/** @param origins allowed origins; without any no page may read. */
export function corsHeaders(origins: readonly string[]): Headers {
  const [origin, ...others] = origins;
  if (origin === undefined) return {};
  return {
    // API Gateway cannot choose by the request's origin: docs/decisions/0007.
    "Access-Control-Allow-Origin": others.length === 0 ? origin : "*",
    "Access-Control-Expose-Headers": "Allow, Retry-After, WWW-Authenticate, x-amzn-RequestId",
  };
}

/** The answer to a preflight where nothing is served: the request may come, and gets its 404. */
export function preflightHeaders(origins: readonly string[]): Headers {
  return {
    ...corsHeaders(origins),
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    // The wildcard stands for every header but this one.
    "Access-Control-Allow-Headers": "*, Authorization",
    "Access-Control-Max-Age": "7200",
  };
}
