/** What is not known of an API's security is refused by name: served otherwise, it would be open. */
import { expect } from "chai";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { readRestApi } from "../../api-gateway/rest-api";
import { UserError } from "../../user-error";
import {
  authorizerDefinition,
  declaredApi,
  FUNCTION_ARN,
  PERMISSIONS,
  result,
  send,
  stageOf,
  toFunction,
} from "../support/declared-api";

const jwt = [{ jwt: [] }];

function withAuthorizer(extension: object): object {
  return { securityDefinitions: authorizerDefinition(extension) };
}

function secured(document: object, operation: object = { security: jwt }): object {
  return { paths: { "/mcp": { post: { ...toFunction, ...operation } } }, ...document };
}

describe("the security of an API", () => {
  const refused: readonly (readonly [what: string, document: object, reason: string])[] = [
    ["a TOKEN authorizer", secured(withAuthorizer({ type: "token" })), '"jwt" is TOKEN'],
    [
      "an authorizer without a type",
      secured(withAuthorizer({ type: undefined })),
      "without a type",
    ],
    [
      "an authorizer that is no function",
      secured(withAuthorizer({ authorizerUri: "arn:x" })),
      "names no function",
    ],
    [
      "a cache of more than an hour",
      secured(withAuthorizer({ authorizerResultTtlInSeconds: 3601 })),
      "0 to 3600",
    ],
    ["a cache without a key", secured(withAuthorizer({ identitySource: "" })), "no identitySource"],
    [
      "an identity source of a stage variable",
      secured(withAuthorizer({ identitySource: "stageVariables.x" })),
      "stageVariables.x",
    ],
    [
      "a Cognito authorizer",
      secured({
        securityDefinitions: {
          jwt: {
            type: "apiKey",
            "x-amazon-apigateway-authtype": "cognito_user_pools",
            "x-amazon-apigateway-authorizer": { type: "cognito_user_pools" },
          },
        },
      }),
      "cognito_user_pools",
    ],
    [
      "a key in another header",
      secured({ securityDefinitions: { jwt: { type: "apiKey", name: "key", in: "header" } } }),
      "x-api-key",
    ],
    ["a name that is not defined", secured({}), '"jwt", which securityDefinitions lacks'],
    ["security of the whole document", secured({ security: jwt }, {}), "root of the document"],
    [
      "keys that an authorizer names",
      secured({ "x-amazon-apigateway-api-key-source": "AUTHORIZER" }, {}),
      "AUTHORIZER",
    ],
    [
      "a signature and an authorizer",
      secured(withAuthorizer({}), {
        security: jwt,
        "x-amazon-apigateway-auth": { type: "AWS_IAM" },
      }),
      "more than one authorization",
    ],
  ];
  for (const [what, document, reason] of refused) {
    it(`is refused with ${what}, by name`, () => {
      expect(() => readRestApi(declaredApi(document))).to.throw(UserError, reason);
    });
  }

  it("is refused where API Gateway may not invoke the authorizer", () => {
    const [toCall] = PERMISSIONS;
    const program = declaredApi(secured(withAuthorizer({})), toCall ? [toCall] : []);

    expect(() => readRestApi(program)).to.throw(UserError, "/authorizers/jwt");
  });

  it("gives whoever signs a stand-in for an IAM user, and others 403", async () => {
    const identities: object[] = [];
    const stage = stageOf(
      declaredApi(secured({}, { "x-amazon-apigateway-auth": { type: "AWS_IAM" } })),
      {
        [FUNCTION_ARN]: (event) => {
          identities.push((event as APIGatewayProxyEvent).requestContext.identity);
          return result({ statusCode: 200 });
        },
      },
    );
    const signed = { Authorization: "AWS4-HMAC-SHA256 local" };

    const presigned = "/dev/mcp?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=ab";

    expect((await send(stage, "POST", "/dev/mcp")).status).to.equal(403);
    expect((await send(stage, "POST", "/dev/mcp", signed)).status).to.equal(200);
    expect((await send(stage, "POST", presigned)).status).to.equal(200);
    expect(identities).to.have.length(2);
    expect(identities[0]).to.include({
      accountId: "000000000000",
      userArn: "arn:aws:iam::000000000000:user/local",
      apiKey: null,
    });
  });

  it("refuses a header that is no signature by a type of its own, without repeating it", async () => {
    const responses = {
      INVALID_SIGNATURE: { statusCode: 499 },
      MISSING_AUTHENTICATION_TOKEN: { statusCode: 498 },
    };
    const document = { "x-amazon-apigateway-gateway-responses": responses };
    const operation = { "x-amazon-apigateway-auth": { type: "AWS_IAM" } };
    const stage = stageOf(declaredApi(secured(document, operation)), {});
    const bearer = { Authorization: "Bearer secret" };

    const none = await send(stage, "POST", "/dev/mcp");
    const token = await send(stage, "POST", "/dev/mcp", bearer);
    const both = await send(stage, "POST", "/dev/mcp?X-Amz-Signature=ab", bearer);

    expect([none.status, token.status, both.status]).to.deep.equal([498, 499, 499]);
    expect(token.body.toString()).to.include("Authorization header").and.not.include("secret");
  });
});
