/** Stacks that break the rules of who may pass. */
import {
  add,
  ANY,
  type Cases,
  challengeIs,
  document,
  type Draft,
  LAMBDA,
  METADATA,
  POST,
  REST_API,
  set,
  without,
} from "./stacks";

const AUTHORIZER = ["securityDefinitions", "jwt", "x-amazon-apigateway-authorizer"];

interface Body {
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
}

export const ACCESS_CASES: Cases = {
  "access-mcp-as-auth-says": [
    [
      "POST without a token",
      "jwt",
      document([...POST, "security"], undefined),
      'POST /mcp asks for "none"',
    ],
    ["no POST", "jwt", document(POST, undefined), "POST /mcp is missing"],
    [
      "POST at another path alone",
      "iam",
      (drafts: Draft[]): void => {
        const api = drafts.find(({ type }) => type.endsWith(REST_API));
        const body = JSON.parse(api?.inputs["body"] as string) as Body;
        document(["paths"], { "/other": body.paths["/mcp"] })(drafts);
      },
      "POST /mcp is missing",
    ],
    [
      "POST with an empty way in",
      "jwt",
      document([...POST, "security"], [{ jwt: [] }, {}]),
      'POST /mcp asks for "none"',
    ],
    [
      "POST with an unknown security",
      "jwt",
      document([...POST, "security"], [{ other: [] }]),
      'undefined "other"',
    ],
    [
      "ANY without a token",
      "jwt",
      document([...ANY, "security"], undefined),
      'ANY /mcp asks for "none"',
    ],
    [
      "GET without a token",
      "jwt",
      document(["paths", "/mcp", "get"], {}),
      'GET /mcp asks for "none"',
    ],
    ["no ANY", "jwt", document(ANY, undefined), "ANY /mcp is missing"],
    [
      "a signature that is not asked for",
      "iam",
      document([...POST, "x-amazon-apigateway-auth"], undefined),
      'POST /mcp asks for "none"',
    ],
    [
      "a key that is not asked for",
      "apiKey",
      document([...POST, "security"], undefined),
      'POST /mcp asks for "none"',
    ],
    [
      "a function that trusts more",
      "none",
      set(LAMBDA, "environment.variables.AUTH", "jwt"),
      'the function trusts "jwt"',
    ],
    [
      "a mode that is none",
      "none",
      set(LAMBDA, "environment.variables.AUTH", "token"),
      'AUTH of the function is "token"',
    ],
    [
      "an authorizer of somebody else",
      "jwt",
      document([...AUTHORIZER, "authorizerUri"], "arn:aws:lambda:x:1:function:other"),
      "the authorizer is no function of this stack",
    ],
  ],
  "access-one-way-in": [
    [
      "GET for the function",
      "iam",
      (drafts: Draft[]): void => {
        const api = drafts.find(({ type }) => type.endsWith(REST_API));
        const body = JSON.parse(api?.inputs["body"] as string) as Body;
        document(["paths", "/{proxy+}", "get"], body.paths["/mcp"]?.["post"])(drafts);
      },
      "GET /{proxy+} invokes a function",
    ],
    [
      "any method for the function",
      "iam",
      (drafts: Draft[]): void => {
        const api = drafts.find(({ type }) => type.endsWith(REST_API));
        const body = JSON.parse(api?.inputs["body"] as string) as Body;
        document(ANY, body.paths["/mcp"]?.["post"])(drafts);
      },
      "ANY /mcp invokes a function",
    ],
    [
      "a function URL",
      "iam",
      add("aws:lambda/functionUrl:FunctionUrl", {
        functionName: "mcp-server-dev",
        authorizationType: "NONE",
      }),
      "leads past the API",
    ],
  ],
  "access-open-to-all": [
    [
      "metadata behind a token",
      "jwt",
      document(["paths", METADATA, "get", "security"], [{ jwt: [] }]),
      "GET /.well-known",
    ],
    [
      "a preflight behind a key",
      "none",
      (drafts: Draft[]): void => {
        document(["securityDefinitions"], {
          k: { type: "apiKey", name: "x-api-key", in: "header" },
        })(drafts);
        document(["paths", "/mcp", "options", "security"], [{ k: [] }])(drafts);
      },
      "OPTIONS /mcp",
    ],
  ],
  "access-nothing-looks-like-oauth": [
    [
      "a challenge",
      "apiKey",
      challengeIs("INVALID_API_KEY", "Bearer"),
      "INVALID_API_KEY has WWW-Authenticate",
    ],
    ["metadata", "iam", document(["paths", METADATA], { get: {} }), "is metadata"],
    [
      "metadata of an issuer",
      "jwt",
      document(["paths", "/.well-known/openid-configuration"], { get: {} }),
      "is an issuer's",
    ],
    [
      "a mock's challenge",
      "none",
      document(
        [
          ...ANY,
          "x-amazon-apigateway-integration",
          "responses",
          "default",
          "responseParameters",
          "method.response.header.WWW-Authenticate",
        ],
        "'Bearer'",
      ),
      "ANY /mcp has WWW-Authenticate",
    ],
  ],
  "access-keys-open": [
    ["a key outside of the plan", "apiKey", without("UsagePlanKey", "ci"), "is in no usage plan"],
    [
      "a plan of another API",
      "apiKey",
      set("usagePlan:UsagePlan", "apiStages", [{ apiId: "other", stage: "dev" }]),
      "is in no usage plan",
    ],
    [
      "a key without a name",
      "apiKey",
      set(LAMBDA, "environment.variables.API_KEY_NAMES", "{}"),
      "has no name",
    ],
    ["no keys", "apiKey", without("apiKey:ApiKey"), "there are none"],
  ],
};
