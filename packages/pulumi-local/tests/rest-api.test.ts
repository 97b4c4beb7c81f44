import { expect } from "chai";
import type { DeclaredProgram, DeclaredResource } from "../program/declared";
import { UserError } from "../user-error";
import { readRestApi } from "../api-gateway/rest-api";

const EXECUTION_ARN = "arn:aws:execute-api:eu-west-1:000000000000:api";
const FUNCTION_ARN = "arn:aws:lambda:eu-west-1:000000000000:function:f:live";

interface Parts {
  readonly paths?: object;
  readonly gatewayResponses?: object;
  readonly permission?: Readonly<Record<string, string>>;
  readonly more?: readonly DeclaredResource[];
}

const mock = {
  "x-amazon-apigateway-integration": { type: "mock", passthroughBehavior: "never" },
};
const toFunction = {
  "x-amazon-apigateway-integration": {
    type: "aws_proxy",
    uri: `arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/${FUNCTION_ARN}/invocations`,
  },
};

function resource(type: string, inputs: object, outputs: object = {}): DeclaredResource {
  return {
    type,
    name: type,
    custom: true,
    inputs: inputs as Record<string, unknown>,
    outputs: { ...inputs, ...outputs },
  };
}

function program({
  paths = {},
  gatewayResponses = {},
  permission,
  more = [],
}: Parts): DeclaredProgram {
  const body = { paths, "x-amazon-apigateway-gateway-responses": gatewayResponses };
  const all = [
    resource(
      "aws:apigateway/restApi:RestApi",
      { body: JSON.stringify(body) },
      { id: "api", executionArn: EXECUTION_ARN },
    ),
    resource("aws:apigateway/stage:Stage", { stageName: "dev" }),
    ...(permission === undefined ? [] : [resource("aws:lambda/permission:Permission", permission)]),
    ...more,
  ];
  return { resources: all, outputs: {} };
}

const ANY = "x-amazon-apigateway-any-method";

describe("readRestApi", () => {
  const { match } = readRestApi(
    program({
      paths: {
        "/mcp": { post: mock, [ANY]: mock },
        "/mcp/{id}": { get: mock },
        "/": { [ANY]: mock },
        "/{proxy+}": { [ANY]: mock },
      },
    }),
  );

  const routed: readonly (readonly [method: string, path: string, resource: string | undefined])[] =
    [
      ["POST", "/mcp", "/mcp"],
      ["GET", "/mcp", "/mcp"],
      ["GET", "/mcp/7", "/mcp/{id}"],
      ["PUT", "/mcp/7", "/{proxy+}"],
      ["POST", "/mcp/", "/mcp"],
      ["POST", "//mcp", "/mcp"],
      ["POST", "/mcp//", "/mcp"],
      ["GET", "//mcp///7/", "/mcp/{id}"],
      ["GET", "/mcp//7//x/", "/{proxy+}"],
      ["POST", "/MCP", "/{proxy+}"],
      ["POST", "/%6dcp", "/{proxy+}"],
      ["GET", "//", "/"],
      ["GET", "/mcp/7/x", "/{proxy+}"],
      ["GET", "/other", "/{proxy+}"],
      ["GET", "/", "/"],
    ];
  for (const [method, path, expected] of routed) {
    it(`routes ${method} ${path} to ${expected ?? "nothing"}`, () => {
      expect(match(method, path)?.resource).to.equal(expected);
    });
  }

  const permission = {
    function: "f",
    qualifier: "live",
    sourceArn: `${EXECUTION_ARN}/dev/POST/mcp`,
  };

  it("reads a Lambda integration that a permission covers", () => {
    const api = readRestApi(program({ paths: { "/mcp": { post: toFunction } }, permission }));
    expect(api.match("POST", "/mcp")?.integration).to.deep.equal({
      type: "aws_proxy",
      functionArn: FUNCTION_ARN,
    });
  });

  const uncovered: readonly (readonly [string, Readonly<Record<string, string>> | undefined])[] = [
    ["there is no permission", undefined],
    ["it is for another qualifier", { ...permission, qualifier: "other" }],
    ["it is for the unqualified function", { function: "f", sourceArn: permission.sourceArn }],
    ["it is for another stage", { ...permission, sourceArn: `${EXECUTION_ARN}/prod/POST/mcp` }],
  ];
  for (const [what, given] of uncovered) {
    it(`refuses a Lambda integration when ${what}`, () => {
      const declared = program({
        paths: { "/mcp": { post: toFunction } },
        ...(given && { permission: given }),
      });
      expect(() => readRestApi(declared)).to.throw(UserError, "No aws.lambda.Permission");
    });
  }

  it("refuses integrations and authorizations that it cannot serve, by name", () => {
    const http = { "x-amazon-apigateway-integration": { type: "http_proxy" } };
    expect(() => readRestApi(program({ paths: { "/x": { get: http } } }))).to.throw(
      UserError,
      "/x has http_proxy",
    );
    const custom = { ...mock, "x-amazon-apigateway-auth": { type: "CUSTOM" } };
    expect(() => readRestApi(program({ paths: { "/x": { get: custom } } }))).to.throw(
      UserError,
      "CUSTOM",
    );
  });

  it("routes nothing where neither the resource nor a greedy one has the method", () => {
    const api = readRestApi(
      program({ paths: { "/mcp": { post: mock }, "/{proxy+}": { get: mock } } }),
    );

    expect(api.match("PUT", "/mcp")).to.equal(undefined);
    expect(api.match("GET", "/mcp")?.resource).to.equal("/{proxy+}");
  });

  it("leaves a method to the next greedy resource that has it", () => {
    const paths = {
      "/a/b/{proxy+}": { get: mock },
      "/a/{proxy+}": { get: mock },
      "/{proxy+}": { post: mock },
    };

    expect(readRestApi(program({ paths })).match("POST", "/a/b/c")?.resource).to.equal("/{proxy+}");
  });

  it("takes the greedy resource with the longer path first", () => {
    const paths = { "/{proxy+}": { [ANY]: mock }, "/a/{proxy+}": { [ANY]: mock } };

    expect(readRestApi(program({ paths })).match("GET", "/a/b")?.resource).to.equal("/a/{proxy+}");
  });

  const unknown: readonly (readonly [what: string, integration: object, reason: string])[] = [
    [
      "a mock that passes bodies through",
      { passthroughBehavior: "when_no_match" },
      "when_no_match",
    ],
    ["a mock that says nothing of it", { passthroughBehavior: undefined }, "none"],
    [
      "a mock whose status is computed",
      { requestTemplates: { "text/plain": '#set($s = 1){"statusCode":$s}' } },
      "text/plain",
    ],
    [
      "a mock with Velocity in its response",
      { responses: { default: { responseTemplates: { "application/json": "$input.body" } } } },
      "$input.body",
    ],
    [
      "a mock whose header is mapped",
      {
        responses: {
          default: { responseParameters: { "method.response.header.X": "context.requestId" } },
        },
      },
      "method.response.header.X from context.requestId",
    ],
  ];
  for (const [what, integration, reason] of unknown) {
    it(`refuses ${what}, by name`, () => {
      const declared = {
        "x-amazon-apigateway-integration": {
          ...mock["x-amazon-apigateway-integration"],
          ...integration,
        },
      };

      expect(() => readRestApi(program({ paths: { "/x": { get: declared } } })))
        .to.throw(UserError, "GET /x")
        .with.property("message")
        .that.includes(reason);
    });
  }

  const unknownResponses: readonly (readonly [what: string, response: object, reason: string])[] = [
    [
      "with a header of the query string",
      { responseParameters: { "gatewayresponse.header.X": "method.request.querystring.q" } },
      "method.request.querystring.q",
    ],
    [
      "with a header of the authorizer",
      { responseParameters: { "gatewayresponse.header.X": "context.authorizer.scope" } },
      "context.authorizer.scope",
    ],
    [
      "with a header that HTTP does not allow",
      { responseParameters: { "gatewayresponse.header.X": "'a\nb'" } },
      "gatewayresponse.header.X",
    ],
    [
      "with a variable that is not filled in here",
      { responseTemplates: { "application/json": '{"s":"$context.stage"}' } },
      "$context.stage",
    ],
  ];
  for (const [what, response, reason] of unknownResponses) {
    it(`refuses a gateway response ${what}, by name`, () => {
      expect(() => readRestApi(program({ gatewayResponses: { THROTTLED: response } })))
        .to.throw(UserError, "the gateway response THROTTLED")
        .with.property("message")
        .that.includes(reason);
    });
  }

  it("refuses a program with two APIs", () => {
    const second = resource("aws:apigateway/restApi:RestApi", { body: "{}" });
    expect(() => readRestApi(program({ more: [second] }))).to.throw(UserError, "declares 2");
  });
});
