/** Stacks that break the rules of auth jwt. */
import type { Values } from "../../../policy/resource";
import {
  type Break,
  type Cases,
  challengeIs,
  document,
  type Draft,
  LAMBDA,
  METADATA,
  set,
} from "./stacks";

const AUTHORIZER = ["securityDefinitions", "jwt", "x-amazon-apigateway-authorizer"];
const TEMPLATE = [
  "x-amazon-apigateway-integration",
  "responses",
  "default",
  "responseTemplates",
  "application/json",
];
const metadataIs = (metadata: Values): Break =>
  document(["paths", METADATA, "get", ...TEMPLATE], JSON.stringify(metadata));
const GOOD_METADATA = {
  resource: "https://mcp.example.com/mcp",
  authorization_servers: ["https://issuer.example.com"],
};
const LEADS = `resource_metadata="https://mcp.example.com${METADATA}"`;

export const SIGN_IN_CASES: Cases = {
  "sign-in-authorizer-keyed-by-token": [
    [
      "two identity sources",
      "jwt",
      document(
        [...AUTHORIZER, "identitySource"],
        "method.request.header.Authorization, method.request.header.Mcp-Name",
      ),
      "identity source",
    ],
    ["another kind", "jwt", document([...AUTHORIZER, "type"], "token"), 'of type "token"'],
    [
      "no time",
      "jwt",
      document([...AUTHORIZER, "authorizerResultTtlInSeconds"], undefined),
      "is not said",
    ],
    [
      "scopes of tools with a cache",
      "jwt",
      set(LAMBDA, "environment.variables.TOOL_SCOPES", "{}", "authorizer"),
      "has TOOL_SCOPES",
    ],
  ],
  "sign-in-tokens-bound": [
    [
      "an issuer over http",
      "jwt",
      set(LAMBDA, "environment.variables.JWT_ISSUER", "http://issuer.example.com", "authorizer"),
      "JWT_ISSUER",
    ],
    [
      "keys over http",
      "jwt",
      set(LAMBDA, "environment.variables.JWT_JWKS_URI", "http://issuer.example.com", "authorizer"),
      "JWT_JWKS_URI",
    ],
    [
      "no audience",
      "jwt",
      (drafts: Draft[]): void => {
        set(LAMBDA, "environment.variables.JWT_AUDIENCE", "[]", "authorizer")(drafts);
        set(LAMBDA, "environment.variables.JWT_RESOURCE", undefined, "authorizer")(drafts);
      },
      "tokens for anything",
    ],
    [
      "ID tokens",
      "jwt",
      (drafts: Draft[]): void => {
        set(LAMBDA, "environment.variables.JWT_AUDIENCE", '["client-1"]', "authorizer")(drafts);
        set(LAMBDA, "environment.variables.JWT_SCOPES", "[]", "authorizer")(drafts);
      },
      "ID tokens",
    ],
  ],
  "sign-in-challenges": [
    [
      "a 401 without",
      "jwt",
      challengeIs("UNAUTHORIZED", undefined),
      "UNAUTHORIZED has no challenge",
    ],
    [
      "a 403 without",
      "jwt",
      challengeIs("ACCESS_DENIED", undefined),
      "ACCESS_DENIED has no challenge",
    ],
    [
      "an error in a 401",
      "jwt",
      challengeIs("UNAUTHORIZED", `Bearer error="invalid_token", ${LEADS}`),
      "has the error invalid_token",
    ],
    [
      "a 403 that does not say why",
      "jwt",
      challengeIs("ACCESS_DENIED", `Bearer ${LEADS}`),
      "clients look for insufficient_scope",
    ],
  ],
  "sign-in-metadata-found": [
    [
      "a relative URL",
      "jwt",
      (drafts: Draft[]): void => {
        challengeIs("UNAUTHORIZED", `Bearer resource_metadata="${METADATA}"`)(drafts);
        challengeIs(
          "ACCESS_DENIED",
          `Bearer error="insufficient_scope", resource_metadata="${METADATA}"`,
        )(drafts);
      },
      "give an absolute https URL",
    ],
    [
      "two URLs",
      "jwt",
      challengeIs(
        "UNAUTHORIZED",
        `Bearer resource_metadata="https://other.example.com${METADATA}"`,
      ),
      "different metadata",
    ],
    [
      "no URL for metadata that is served",
      "jwt",
      (drafts: Draft[]): void => {
        challengeIs("UNAUTHORIZED", "Bearer")(drafts);
        challengeIs("ACCESS_DENIED", 'Bearer error="insufficient_scope"')(drafts);
      },
      "give an absolute https URL",
    ],
    [
      "no metadata",
      "jwt",
      document(["paths", METADATA], undefined),
      "does not answer with metadata",
    ],
    [
      "metadata of another URL",
      "jwt",
      metadataIs({ ...GOOD_METADATA, resource: "https://mcp.example.com/dev/mcp" }),
      "they are of one URL",
    ],
    [
      "tokens for another URL",
      "jwt",
      set(
        LAMBDA,
        "environment.variables.JWT_RESOURCE",
        "https://other.example.com/mcp",
        "authorizer",
      ),
      'tokens are taken for "https://other.example.com/mcp"',
    ],
    [
      "another issuer",
      "jwt",
      metadataIs({ ...GOOD_METADATA, authorization_servers: ["https://other.example.com"] }),
      "name that issuer alone",
    ],
    [
      "offline_access",
      "jwt",
      metadataIs({ ...GOOD_METADATA, scopes_supported: ["offline_access"] }),
      "offline_access",
    ],
    [
      "another host",
      "jwt",
      set("domainName:DomainName", "domainName", "other.example.com"),
      "the root of that host",
    ],
  ],
};
