/** What API Gateway answers to those who may not pass, for each mode of `auth`. */
import type { AllSettings } from "../settings";
import {
  challenge,
  type ProtectedResource,
  scopeChallenge,
  scopeNeeded,
  tokenNeeded,
} from "../authorization/protected-resource";

export interface GatewayAnswer {
  /** Of the defaults of a class alone: a status there would replace that of every type in it. */
  readonly status?: number;
  /** In place of AWS's own, where that one would mislead. No "$": the text goes through a template. */
  readonly message?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RefusalArgs extends Pick<AllSettings, "auth" | "allowedCidrs"> {
  /** With auth: jwt alone. */
  readonly protectedResource: ProtectedResource | undefined;
}

type Answers = Readonly<Record<string, GatewayAnswer>>;

/** Where the same request may do better a moment later. */
export const RETRY = { "Retry-After": "1" };

const ADDRESS_DENIED = "or your address is not among those that this server allows";

/** By type. @param notFound the answer to a path that is not there. */
export function refusals(args: RefusalArgs, notFound: GatewayAnswer): Answers {
  return {
    ACCESS_DENIED: { status: 403 },
    AUTHORIZER_CONFIGURATION_ERROR: { status: 500 },
    AUTHORIZER_FAILURE: { status: 500 },
    EXPIRED_TOKEN: { status: 403 },
    INVALID_API_KEY: { status: 403 },
    INVALID_SIGNATURE: { status: 403 },
    MISSING_AUTHENTICATION_TOKEN: notFound,
    QUOTA_EXCEEDED: { status: 429, headers: RETRY },
    UNAUTHORIZED: { status: 401 },
    WAF_FILTERED: { status: 403, message: "The request was refused by the server's firewall." },
    ...ofMode(args),
  };
}

function ofMode(args: RefusalArgs): Answers {
  const { auth, protectedResource } = args;
  if (auth === "iam") return IAM;
  if (auth === "apiKey") return API_KEY;
  return protectedResource === undefined ? {} : ofTokens(protectedResource, args);
}

const IAM: Answers = {
  // AWS writes out what should have been signed, which is long, and leads nowhere.
  INVALID_SIGNATURE: {
    status: 403,
    message:
      "The signature is not right. Sign the request as it is sent (method, path, headers and body) with AWS Signature Version 4 for the service execute-api in the region of this API, with the secret key that belongs to the access key.",
  },
  // AWS has one type for what is not signed and for what is not there.
  MISSING_AUTHENTICATION_TOKEN: {
    status: 403,
    message:
      "The request is not signed. Sign it with AWS Signature Version 4 for the service execute-api, with credentials that may execute-api:Invoke.",
  },
};

/** Without a challenge: clients that see one look for a sign-in, and drop the key. */
const API_KEY: Answers = {
  INVALID_API_KEY: { status: 403, message: "A key is needed in the header x-api-key." },
  // Of a day: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
  QUOTA_EXCEEDED: {
    status: 429,
    message: "The key's quota for today is used up.",
    headers: { "Retry-After": "3600" },
  },
};

function ofTokens(
  resource: ProtectedResource,
  { allowedCidrs }: Pick<RefusalArgs, "allowedCidrs">,
): Answers {
  const unavailable = {
    status: 500,
    message: "Tokens cannot be checked at the moment. Try again.",
    headers: RETRY,
  };
  const lacking = scopeNeeded(resource);
  return {
    // AWS has one type for a scope that is lacking and for an address that is not allowed.
    ACCESS_DENIED: {
      status: 403,
      message: allowedCidrs.length === 0 ? lacking : `${lacking.slice(0, -1)}, ${ADDRESS_DENIED}.`,
      headers: { "WWW-Authenticate": scopeChallenge(resource) },
    },
    AUTHORIZER_CONFIGURATION_ERROR: unavailable,
    AUTHORIZER_FAILURE: unavailable,
    UNAUTHORIZED: {
      status: 401,
      message: tokenNeeded(resource),
      headers: { "WWW-Authenticate": challenge(resource) },
    },
  };
}
