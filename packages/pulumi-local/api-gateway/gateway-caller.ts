/** What API Gateway has found out about a caller; functions get it as part of `requestContext`. */
import type { APIGatewayProxyEvent } from "aws-lambda";
import { ACCOUNT_ID } from "../program/cloud-outputs";

type Identity = APIGatewayProxyEvent["requestContext"]["identity"];

export interface GatewayCaller {
  /** `requestContext.authorizer`: what a Lambda authorizer has said; null without one. */
  readonly authorizer: Readonly<Record<string, string | number>> | null;
  /** What differs from an anonymous caller in `requestContext.identity`. */
  readonly identity: Partial<Identity>;
}

export const ANONYMOUS: GatewayCaller = { authorizer: null, identity: {} };

/** Stands for whoever has signed a request: nobody here could tell. */
export const LOCAL_USER: GatewayCaller = {
  authorizer: null,
  identity: {
    accessKey: "AKIALOCAL",
    accountId: ACCOUNT_ID,
    caller: "AIDALOCAL",
    user: "AIDALOCAL",
    userArn: `arn:aws:iam::${ACCOUNT_ID}:user/local`,
  },
};

export function identityOf(
  { identity }: GatewayCaller,
  request: Pick<Identity, "sourceIp" | "userAgent">,
): Identity {
  return {
    accessKey: null,
    accountId: null,
    apiKey: null,
    apiKeyId: null,
    caller: null,
    clientCert: null,
    cognitoAuthenticationProvider: null,
    cognitoAuthenticationType: null,
    cognitoIdentityId: null,
    cognitoIdentityPoolId: null,
    principalOrgId: null,
    user: null,
    userArn: null,
    ...request,
    ...identity,
  };
}
