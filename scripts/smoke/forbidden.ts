/** Kinds of 403 by their texts: what refuses, and what mends it. */

/** Texts of API Gateway, AWS and this server: docs/http-responses.md, docs/authorization.md. */
export const FORBIDDEN: readonly (readonly [RegExp, string, string])[] = [
  [
    /explicit deny|not authorized to access this resource|not authorized to perform: execute-api/i,
    "The API's resource policy, or IAM, refuses this address or caller.",
    "allowedCidrs has the addresses that may call; who signs needs execute-api:Invoke.",
  ],
  [
    /x-api-key|a key is needed/i,
    "It wants an API key (auth: apiKey).",
    "--key-env VARIABLE, with the name of a variable that holds it (pulumi stack output apiKeys --show-secrets).",
  ],
  [
    /missing authentication token/i,
    "API Gateway knows no such path, or wants a signature that is not there.",
    'Take the URL from "pulumi stack output endpoint"; with auth: iam say --signed.',
  ],
  [
    /not signed|signature|SigV4/i,
    "It wants AWS signatures, or refuses this one (auth: iam).",
    "--signed signs with your AWS credentials; look at the clock, the region and execute-api:Invoke.",
  ],
  [
    /address is not among those/i,
    "The token lacks a scope, or this address may not call.",
    "Call from an address of allowedCidrs, with a token that has jwtScopes.",
  ],
  [/scope/i, "The token lacks a scope.", "Sign in again, and grant it (jwtScopes)."],
  [
    /origin|host/i,
    "The origin or host is refused.",
    "allowedOrigins names the pages that may call.",
  ],
  [
    /blocked|too many from|waf/i,
    "The web ACL blocks this caller (waf).",
    "AWS's list of bad addresses, or its rate rule: see the metrics of the web ACL.",
  ],
  [
    /^forbidden$/i,
    "AWS refuses it before the API: another stage, none, or the execute-api address of an API with a domain.",
    'Take the URL from "pulumi stack output endpoint".',
  ],
];
