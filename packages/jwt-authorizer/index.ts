/** Lambda authorizer of an API Gateway REST API that verifies JWT access tokens of one issuer. */
export { type Authorize, type AuthDecision, createAuthorize } from "./authorize";
export { createAuthorizerLog, type LogDecision } from "./authorizer-log";
export { toAuthorizerResult } from "./authorizer-result";
export { createKeyCache, type KeyCache } from "./key-cache";
export { createKeySource, type FetchKeys } from "./key-source";
export type { AuthorizerEvent } from "./request-headers";
export { type AuthorizerSettings, readAuthorizerSettings } from "./settings";
export { createTokenVerifier, type VerifiedToken, type VerifyToken } from "./token-verifier";
