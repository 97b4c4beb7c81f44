import { expect } from "chai";
import type { DeclaredProgram, DeclaredResource } from "../program/declared";
import { UserError } from "../user-error";
import { readRestApi } from "../api-gateway/rest-api";

const EXECUTION_ARN = "arn:aws:execute-api:eu-west-1:000000000000:api";
const FUNCTION_ARN = "arn:aws:lambda:eu-west-1:000000000000:function:f:live";

interface Parts {
  readonly paths?: object;
  readonly permission?: Readonly<Record<string, string>>;
  readonly more?: readonly DeclaredResource[];
}

const mock = { "x-amazon-apigateway-integration": { type: "mock" } };
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

function program({ paths = {}, permission, more = [] }: Parts): DeclaredProgram {
  const all = [
    resource(
      "aws:apigateway/restApi:RestApi",
      { body: JSON.stringify({ paths }) },
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
      ["PUT", "/mcp/7", undefined],
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

  it("refuses a program with two APIs", () => {
    const second = resource("aws:apigateway/restApi:RestApi", { body: "{}" });
    expect(() => readRestApi(program({ more: [second] }))).to.throw(UserError, "declares 2");
  });
});
