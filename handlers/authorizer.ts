/**
 * The way of a token: API Gateway's question -> token -> keys of the issuer -> claims -> its result.
 *
 * Lambda calls createAuthorizer once at cold start, and the function it returns for each request
 * whose token API Gateway does not have a result of. Settings arrive as environment variables
 * (infra/authorization/).
 */
import type { APIGatewayAuthorizerResult } from "aws-lambda";
import {
  type AuthorizerEvent,
  createAuthorize,
  createAuthorizerLog,
  createKeyCache,
  createKeySource,
  createTokenVerifier,
  readAuthorizerSettings,
  toAuthorizerResult,
} from "jwt-authorizer";

export type AuthorizerHandler = (event: AuthorizerEvent) => Promise<APIGatewayAuthorizerResult>;

/** Makes the authorizer of one execution environment. @throws Error that names a wrong variable. */
export function createAuthorizer(): AuthorizerHandler {
  const settings = readAuthorizerSettings(process.env);
  const keys = createKeyCache(createKeySource(settings));
  const authorize = createAuthorize(settings, createTokenVerifier(settings, keys));
  const log = createAuthorizerLog(process.env["AWS_LAMBDA_FUNCTION_NAME"] ?? "authorizer");
  keys.prefetch();

  return async (event) => {
    const decision = await authorize(event);
    log(event, decision);
    return toAuthorizerResult(event, decision);
  };
}
