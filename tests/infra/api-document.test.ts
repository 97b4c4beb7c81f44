import { expect } from "chai";
import { apiDocument, type ApiDocumentArgs } from "../../infra/api/api-document";
import type { ProtectedResource } from "../../infra/authorization/protected-resource";

const ANY = "x-amazon-apigateway-any-method";
const RESOURCE: ProtectedResource = {
  url: "https://mcp.example.com/mcp",
  name: "mcp-server-dev",
  issuer: "https://issuer.example.com/",
  scopes: ["api://x/orders:read", "api://x/orders:write"],
};

interface Operation {
  readonly security?: readonly object[];
  readonly "x-amazon-apigateway-auth"?: object;
  readonly "x-amazon-apigateway-integration": {
    readonly type: string;
    readonly uri?: string;
    readonly responses?: Readonly<Record<string, MockResponse>>;
  };
}

interface MockResponse {
  readonly statusCode: string;
  readonly responseTemplates?: Readonly<Record<string, string>>;
  readonly responseParameters?: Readonly<Record<string, string>>;
}

interface GatewayResponse {
  readonly statusCode?: number;
  readonly responseTemplates: Readonly<Record<string, string>>;
  readonly responseParameters?: Readonly<Record<string, string>>;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation | undefined>>>>;
  readonly securityDefinitions?: Readonly<Record<string, object>>;
  readonly "x-amazon-apigateway-gateway-responses": Readonly<Record<string, GatewayResponse>>;
}

function documentOf(args: Partial<ApiDocumentArgs> = {}): Document {
  const document = apiDocument({
    auth: "none",
    stage: "dev",
    streaming: false,
    timeoutSeconds: 10,
    allowedOrigins: [],
    allowedCidrs: [],
    url: undefined,
    authCacheSeconds: 300,
    domainName: undefined,
    functionInvokeArn: "arn:function",
    authorizerInvokeArn: undefined,
    protectedResource: undefined,
    ...args,
  });
  // As it is sent: without what is undefined.
  return JSON.parse(JSON.stringify(document)) as Document;
}

const withTokens = (args: Partial<ApiDocumentArgs> = {}): Document =>
  documentOf({
    auth: "jwt",
    authorizerInvokeArn: "arn:authorizer",
    protectedResource: RESOURCE,
    ...args,
  });

/** Operations that demand anything, as "post /mcp". */
function secured({ paths }: Document): readonly string[] {
  return Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations)
      .filter(([, operation]) => operation?.security ?? operation?.["x-amazon-apigateway-auth"])
      .map(([method]) => `${method} ${path}`),
  );
}

describe("apiDocument", () => {
  it("sends to the function what is posted to /mcp, and nothing else", () => {
    for (const document of [documentOf(), withTokens(), documentOf({ auth: "apiKey" })]) {
      const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
      );

      const calling = operations.filter(
        ({ operation }) => operation?.["x-amazon-apigateway-integration"].type === "aws_proxy",
      );

      expect(calling.map(({ path, method }) => `${method} ${path}`)).to.deep.equal(["post /mcp"]);
      expect(calling[0]?.operation?.["x-amazon-apigateway-integration"].uri).to.equal(
        "arn:function",
      );
    }
  });

  it("demands nothing of anybody with auth: none", () => {
    const document = documentOf();

    expect(secured(document)).to.deep.equal([]);
    expect(document.securityDefinitions).to.equal(undefined);
  });

  it("demands a signature, or a key, of POST /mcp", () => {
    const signed = documentOf({ auth: "iam" });
    const keyed = documentOf({ auth: "apiKey" });

    expect(secured(signed)).to.deep.equal(["post /mcp"]);
    expect(secured(keyed)).to.deep.equal(["post /mcp"]);
    expect(keyed.paths["/mcp"]?.["post"]?.security).to.deep.equal([{ apiKey: [] }]);
    expect(keyed.securityDefinitions).to.deep.equal({
      apiKey: { type: "apiKey", name: "x-api-key", in: "header" },
    });
  });

  it("demands a token of each method of /mcp but a browser's preflight", () => {
    const document = withTokens({ allowedOrigins: ["https://app.example.com"] });

    expect(secured(document)).to.have.members(["post /mcp", `${ANY} /mcp`]);
    expect(document.paths["/mcp"]).to.have.property("options");
  });

  it("asks the authorizer by the token alone, and keeps its answer as long as set", () => {
    const { securityDefinitions } = withTokens({ authCacheSeconds: 17 });

    expect(securityDefinitions?.["jwt"]).to.deep.equal({
      type: "apiKey",
      name: "Authorization",
      in: "header",
      "x-amazon-apigateway-authtype": "custom",
      "x-amazon-apigateway-authorizer": {
        type: "request",
        authorizerUri: "arn:authorizer",
        identitySource: "method.request.header.Authorization",
        authorizerResultTtlInSeconds: 17,
      },
    });
  });

  it("serves the metadata to everybody at both paths that clients try", () => {
    const { paths } = withTokens();

    for (const path of [
      "/.well-known/oauth-protected-resource/mcp",
      "/.well-known/oauth-protected-resource",
    ]) {
      const integration = paths[path]?.["get"]?.["x-amazon-apigateway-integration"];
      const response = integration?.responses?.["default"];

      expect(response?.statusCode, path).to.equal("200");
      expect(JSON.parse(response?.responseTemplates?.["application/json"] ?? "")).to.deep.equal({
        resource: "https://mcp.example.com/mcp",
        resource_name: "mcp-server-dev",
        authorization_servers: ["https://issuer.example.com/"],
        scopes_supported: ["api://x/orders:read", "api://x/orders:write"],
        bearer_methods_supported: ["header"],
      });
      expect(response?.responseParameters).to.deep.equal({
        "method.response.header.Access-Control-Allow-Origin": "'*'",
        "method.response.header.Cache-Control": "'max-age=300'",
      });
      expect(paths[path]).to.have.property("options");
    }
  });

  it("challenges with the metadata's URL, under a stage too", () => {
    const url = "https://abc.execute-api.eu-west-1.amazonaws.com/dev/mcp";
    const document = withTokens({ protectedResource: { ...RESOURCE, url } });
    const answers = document["x-amazon-apigateway-gateway-responses"];

    const metadata =
      'resource_metadata="https://abc.execute-api.eu-west-1.amazonaws.com/dev/.well-known/oauth-protected-resource/mcp"';
    const scope = 'scope="api://x/orders:read api://x/orders:write"';
    const header = "gatewayresponse.header.WWW-Authenticate";
    expect(answers["UNAUTHORIZED"]?.statusCode).to.equal(401);
    expect(answers["UNAUTHORIZED"]?.responseParameters?.[header]).to.equal(
      `'Bearer ${metadata}, ${scope}'`,
    );
    expect(answers["ACCESS_DENIED"]?.statusCode).to.equal(403);
    expect(answers["ACCESS_DENIED"]?.responseParameters?.[header]).to.equal(
      `'Bearer error="insufficient_scope", ${scope}, ${metadata}'`,
    );
  });

  it("has no metadata, and none in its challenge, where nobody has said the URL", () => {
    const document = withTokens({ protectedResource: { ...RESOURCE, url: undefined, scopes: [] } });

    const answers = document["x-amazon-apigateway-gateway-responses"];
    expect(Object.keys(document.paths)).to.deep.equal(["/mcp", "/", "/{proxy+}"]);
    expect(
      answers["UNAUTHORIZED"]?.responseParameters?.["gatewayresponse.header.WWW-Authenticate"],
    ).to.equal("'Bearer'");
  });

  it("has nothing in other modes that a client could take for a sign-in", () => {
    for (const auth of ["none", "iam", "apiKey"] as const) {
      const text = JSON.stringify(documentOf({ auth }));

      expect(text, auth).not.to.match(/oauth-|bearer|"gatewayresponse\.header\.WWW-Authenticate"/i);
    }
  });

  it("closes the other endpoint of an API with a domain, in what is deployed", () => {
    const domainName = "mcp.example.com";
    const document = documentOf({ domainName, url: "https://mcp.example.com/mcp" });

    expect(document).to.have.nested.property(
      "x-amazon-apigateway-endpoint-configuration.disableExecuteApiEndpoint",
      true,
    );
    expect(JSON.stringify(document)).to.contain("POST https://mcp.example.com/mcp");
  });

  it("says of a 403 what both its reasons are where addresses are checked as well", () => {
    const document = withTokens({ allowedCidrs: ["203.0.113.0/24"] });

    const template =
      document["x-amazon-apigateway-gateway-responses"]["ACCESS_DENIED"]?.responseTemplates[
        "application/json"
      ];
    expect(template).to.contain(
      "The token lacks a scope that this server needs: api://x/orders:read api://x/orders:write, or your address is not among those that this server allows.",
    );
  });

  it("leaves nothing for a template of API Gateway to evaluate but its own variables", () => {
    const text = JSON.stringify(withTokens({ allowedOrigins: ["https://app.example.com"] }));

    const left = text.replace(/\$context\.(requestId|error\.messageString)/g, "");
    expect(left).not.to.match(/[$#]/);
  });
});
