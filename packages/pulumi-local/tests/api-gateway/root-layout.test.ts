/** The API at the root of its host, as on a custom domain, beside the one under its stage. */
import { expect } from "chai";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { readRestApi } from "../../api-gateway/rest-api";
import {
  authorizerDefinition,
  declaredApi,
  FUNCTION_ARN,
  mock,
  PERMISSIONS,
  resource,
  result,
  send,
  stageOf,
  toFunction,
} from "../support/declared-api";

const METADATA = "/.well-known/oauth-protected-resource/mcp";
const metadata = {
  "x-amazon-apigateway-integration": {
    type: "mock",
    passthroughBehavior: "never",
    requestTemplates: { "application/json": '{"statusCode":200}' },
    responses: {
      default: {
        statusCode: "200",
        responseTemplates: { "application/json": '{"resource":"http://127.0.0.1:3000/mcp"}' },
        responseParameters: {
          "method.response.header.Cache-Control": "'max-age=300'",
          "method.response.header.Access-Control-Allow-Origin": "'*'",
        },
      },
    },
  },
};
const paths = { "/mcp": { post: toFunction }, [METADATA]: { get: metadata } };
const domain = resource("aws:apigateway/domainName:DomainName", { domainName: "mcp.example.com" });

describe("an API with a domain of its own", () => {
  const program = declaredApi({ paths }, [...PERMISSIONS, domain]);

  for (const url of ["/mcp", "//mcp", "/dev/mcp"]) {
    it(`takes POST ${url}`, async () => {
      const events: APIGatewayProxyEvent[] = [];
      const stage = stageOf(program, {
        [FUNCTION_ARN]: (event) => {
          events.push(event as APIGatewayProxyEvent);
          return result({ statusCode: 200 });
        },
      });

      expect((await send(stage, "POST", url)).status).to.equal(200);

      expect(events[0]).to.include({ path: "/mcp", resource: "/mcp" });
      expect(events[0]?.requestContext).to.include({
        path: url,
        domainName: "localhost",
        stage: "dev",
      });
    });
  }

  for (const url of [METADATA, `/dev${METADATA}`]) {
    it(`answers GET ${url} with fixed JSON, without a media type in the request`, async () => {
      const { status, headers, body } = await send(stageOf(program, {}), "GET", url);

      expect(status).to.equal(200);
      expect(headers).to.deep.equal({
        "content-type": "application/json",
        "Cache-Control": "max-age=300",
        "Access-Control-Allow-Origin": "*",
      });
      expect(JSON.parse(body.toString())).to.deep.equal({ resource: "http://127.0.0.1:3000/mcp" });
    });
  }
});

describe("whether an API is served at the root", () => {
  const security = [{ jwt: [] }];
  const guarded = {
    paths: { "/mcp": { post: { ...mock, security } } },
    securityDefinitions: authorizerDefinition(),
  };
  const cases: readonly (readonly [string, Parameters<typeof declaredApi>, boolean])[] = [
    ["it is with a domain", [{ paths }, [...PERMISSIONS, domain]], true],
    [
      "it is where people are told so",
      [{ paths }, PERMISSIONS, { endpoint: "http://127.0.0.1:3000/mcp" }],
      true,
    ],
    [
      "it is not where those who sign in are sent to the stage",
      [guarded, PERMISSIONS, { endpoint: "http://127.0.0.1:3000/dev/mcp" }],
      false,
    ],
    [
      "it is not where people are sent to the stage",
      [{ paths }, PERMISSIONS, { endpoint: "http://127.0.0.1:3000/dev/mcp" }],
      false,
    ],
    ["it is not otherwise", [{ paths }], false],
  ];
  for (const [what, program, expected] of cases) {
    it(`is said by the program: ${what}`, () => {
      expect(readRestApi(declaredApi(...program)).servesRoot).to.equal(expected);
    });
  }

  it("leaves the root to AWS's own Forbidden otherwise", async () => {
    const response = await send(stageOf(declaredApi({ paths }), {}), "GET", METADATA);

    expect(response.status).to.equal(403);
    expect(response.body.toString()).to.equal('{"message":"Forbidden"}');
  });
});
