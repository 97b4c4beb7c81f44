/** Refusal of a request by API Gateway itself: which gateway response it gets, in AWS's words. */

export interface Refusal {
  /** https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
  readonly type: string;
  /** AWS has none for a failed authorizer. */
  readonly message: string | null;
  /** The status where the type itself has none. */
  readonly status?: number;
  /** What the authorizer has said, for the response's template. */
  readonly authorizer?: Readonly<Record<string, string | number>>;
}

/** AWS has one type for a path that is not there and for a request that is not signed. */
export const NO_SIGNATURE_OR_ROUTE: Refusal = {
  type: "MISSING_AUTHENTICATION_TOKEN",
  message: "Missing Authentication Token",
};
/** In AWS's words for an Authorization that is no signature; it repeats the header, this does not. */
export const NO_SIGNATURE_IN_HEADER: Refusal = {
  type: "INVALID_SIGNATURE",
  message: "Invalid key=value pair (missing equal-sign) in Authorization header.",
};
export const THROTTLED_REQUEST: Refusal = { type: "THROTTLED", message: "Too Many Requests" };
export const QUOTA_USED_UP: Refusal = { type: "QUOTA_EXCEEDED", message: "Limit Exceeded" };
export const NO_VALID_KEY: Refusal = { type: "INVALID_API_KEY", message: "Forbidden" };
export const UNAUTHORIZED: Refusal = { type: "UNAUTHORIZED", message: "Unauthorized" };
export const TOO_LARGE: Refusal = { type: "REQUEST_TOO_LARGE", message: "Request Too Long" };
export const UNKNOWN_MEDIA_TYPE: Refusal = {
  type: "UNSUPPORTED_MEDIA_TYPE",
  message: "Unsupported Media Type",
};
export const INTEGRATION_TIMEOUT: Refusal = {
  type: "INTEGRATION_TIMEOUT",
  message: "Endpoint request timed out",
};
export const INTEGRATION_FAILURE: Refusal = {
  type: "INTEGRATION_FAILURE",
  message: "Internal server error",
};
/** When a function fails, or does not return a proxy result. */
export const BAD_GATEWAY: Refusal = {
  type: "DEFAULT_5XX",
  message: "Internal server error",
  status: 502,
};
