/**
 * CloudWatch metrics of the authorizer, and the reasons why it refuses: a contract with the dashboards
 * and alarms of the deploy program, which imports this as "jwt-authorizer/metrics". No imports.
 */

export const AUTH_NAMESPACE = "McpServer";

/**
 * By service, that is by the authorizer's function; `refused` by service and reason too. A result that
 * API Gateway has in its cache is not counted: the authorizer is not asked.
 */
export const AUTH_METRICS = {
  allowed: { name: "AuthAllowed", unit: "Count" },
  refused: { name: "AuthRefused", unit: "Count" },
} as const;

/**
 * Values of the dimension `reason`. The caller sees 401 for all but the last three: `scope` is 403,
 * and 500 are `keys` (the issuer's keys cannot be had) and `failure` (the authorizer's own error).
 */
export const REFUSAL_REASONS = [
  /** No header Authorization. */
  "missing",
  /** Another scheme, several headers, or no JWT that can be checked. */
  "malformed",
  "issuer",
  /** Forged, of an algorithm that is not taken, or of a key that the issuer does not have. */
  "signature",
  "expired",
  "notYet",
  /** An ID token, or a token that is bound to a key of its client. */
  "notAccessToken",
  "audience",
  "client",
  /** Its claims are too large to be handed on. */
  "claims",
  "scope",
  "keys",
  "failure",
] as const;
