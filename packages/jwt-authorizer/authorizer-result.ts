/**
 * What API Gateway is told.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
 */
import type { APIGatewayAuthorizerResult } from "aws-lambda";
import type { AuthDecision } from "./authorize";
import type { AuthorizerEvent } from "./request-headers";
import type { VerifiedToken } from "./token-verifier";

/**
 * Allow, or Deny, which is 403.
 *
 * @throws Error "Unauthorized", which is 401; any other error is 500.
 */
export function toAuthorizerResult(
  event: AuthorizerEvent,
  decision: AuthDecision,
): APIGatewayAuthorizerResult {
  if (decision.outcome === "unauthorized") throw withoutStack("Unauthorized");
  if (decision.outcome === "failed") throw withoutStack(`Not decided: ${decision.reason}`);
  const { token } = decision;
  const isAllowed = decision.outcome === "allowed";
  const Statement = [
    {
      Action: "execute-api:Invoke",
      Effect: isAllowed ? ("Allow" as const) : ("Deny" as const),
      Resource: endpointArn(event.methodArn),
    },
  ];
  return {
    principalId: token.subject,
    policyDocument: { Version: "2012-10-17", Statement },
    ...(isAllowed && { context: contextOf(token) }),
  };
}

/** Lambda logs each error that is thrown with its stack, which is always the same here. */
function withoutStack(message: string): Error {
  const error = new Error(message);
  error.stack = `Error: ${message}`;
  return error;
}

const METHOD_ARN = /^(arn:[^/]+\/[^/]+)\/[^/]+\//;

/** The result is cached for the token, whatever the method: it must name all of them. */
function endpointArn(methodArn = ""): string {
  const stage = METHOD_ARN.exec(methodArn)?.[1];
  if (stage === undefined) throw new Error("the event has no methodArn of a stage's method");
  return `${stage}/*/mcp`;
}

/** Flat, as API Gateway demands; the function gets all of it as texts. */
function contextOf(token: VerifiedToken): Record<string, string | number> {
  const { subject, clientId, issuer, scopes, expiresAt, claims } = token;
  return {
    sub: subject,
    ...(clientId !== undefined && { clientId }),
    scope: scopes.join(" "),
    issuer,
    expiresAt,
    claims,
  };
}
