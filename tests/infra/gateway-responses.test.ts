import { expect } from "chai";
import { gatewayResponses, type GatewayResponsesArgs } from "../../infra/api/gateway-responses";
import { mockOperation } from "../../infra/api/mock-operation";

interface GatewayResponse {
  readonly statusCode?: number;
  readonly responseTemplates: { readonly "application/json": string };
  readonly responseParameters?: Readonly<Record<string, string>>;
}

/** A template as API Gateway fills it. */
function filled(template: string): { error: { code: number; message: string } } {
  const text = template
    .replace("$context.error.messageString", '"AWS says so"')
    .replace("$context.requestId", "r-1");
  return JSON.parse(text) as never;
}

function declared(args: Partial<GatewayResponsesArgs> = {}): Record<string, GatewayResponse> {
  const responses = gatewayResponses({
    auth: "none",
    stage: "dev",
    allowedOrigins: [],
    allowedCidrs: [],
    url: undefined,
    protectedResource: undefined,
    ...args,
  });
  return responses as Record<string, GatewayResponse>;
}

function codeOf(response: GatewayResponse | undefined): number {
  return filled(response?.responseTemplates["application/json"] ?? "").error.code;
}

function messageOf(response: GatewayResponse | undefined): string {
  return filled(response?.responseTemplates["application/json"] ?? "").error.message;
}

describe("gatewayResponses", () => {
  const responses = declared();

  it("covers the types that AWS documents", () => {
    expect(Object.keys(responses)).to.have.members([
      "ACCESS_DENIED",
      "API_CONFIGURATION_ERROR",
      "AUTHORIZER_CONFIGURATION_ERROR",
      "AUTHORIZER_FAILURE",
      "BAD_REQUEST_BODY",
      "BAD_REQUEST_PARAMETERS",
      "DEFAULT_4XX",
      "DEFAULT_5XX",
      "EXPIRED_TOKEN",
      "INTEGRATION_FAILURE",
      "INTEGRATION_TIMEOUT",
      "INVALID_API_KEY",
      "INVALID_SIGNATURE",
      "MISSING_AUTHENTICATION_TOKEN",
      "QUOTA_EXCEEDED",
      "REQUEST_TOO_LARGE",
      "RESOURCE_NOT_FOUND",
      "THROTTLED",
      "UNAUTHORIZED",
      "UNSUPPORTED_MEDIA_TYPE",
      "WAF_FILTERED",
    ]);
  });

  it("fills every template to a JSON-RPC error", () => {
    for (const [type, { responseTemplates }] of Object.entries(responses)) {
      const body = filled(responseTemplates["application/json"]);
      expect(body, type).to.deep.include({ jsonrpc: "2.0", id: null });
      expect(body.error.message, type).to.be.a("string").that.is.not.equal("");
      expect(body.error, type).to.deep.include({ data: { requestId: "r-1" } });
    }
  });

  it("has the code of an error of the server's own for what is answered with 5xx, and no other", () => {
    const { INTEGRATION_FAILURE, DEFAULT_5XX, THROTTLED } = responses;
    expect(codeOf(INTEGRATION_FAILURE)).to.equal(-32603);
    expect(codeOf(DEFAULT_5XX)).to.equal(-32603);
    expect(codeOf(THROTTLED)).to.equal(-32000);
  });

  it("gives a status to every type but the defaults, whose own would flatten all others", () => {
    for (const [type, { statusCode }] of Object.entries(responses)) {
      if (type.startsWith("DEFAULT_")) expect(statusCode, type).to.equal(undefined);
      else expect(statusCode, type).to.be.within(400, 504);
    }
    expect(responses["ACCESS_DENIED"]?.statusCode).to.equal(403);
  });

  it("says of what is not there, which AWS calls not signed, that nothing is there", () => {
    const response = responses["MISSING_AUTHENTICATION_TOKEN"];

    expect(response?.statusCode).to.equal(404);
    expect(messageOf(response)).to.equal("Not found: the MCP endpoint is POST /dev/mcp.");
  });

  it("says with auth: iam how to sign a request that is not signed", () => {
    const response = declared({ auth: "iam" })["MISSING_AUTHENTICATION_TOKEN"];

    expect(response?.statusCode).to.equal(403);
    expect(messageOf(response)).to.match(/^The request is not signed\. Sign it with AWS Signature/);
  });

  it("says with auth: iam that a signature is wrong, in words of its own", () => {
    const response = declared({ auth: "iam" })["INVALID_SIGNATURE"];

    expect(response?.statusCode).to.equal(403);
    expect(messageOf(response)).to.match(/^The signature is not right\. Sign the request as it is/);
    expect(response?.responseTemplates["application/json"]).to.not.include("messageString");
  });

  it("answers a media type that no mock route names with 405 and the allowed method", () => {
    const response = responses["UNSUPPORTED_MEDIA_TYPE"];

    expect(response?.statusCode).to.equal(405);
    expect(response?.responseParameters).to.deep.equal({
      "gatewayresponse.header.Allow": "'POST'",
    });
    expect(messageOf(response)).to.equal(
      "Method not allowed here: the MCP endpoint is POST /dev/mcp.",
    );
  });

  it("says when to try again, of every type where that helps and of no other", () => {
    const retried = Object.entries(responses).filter(
      ([, { responseParameters }]) =>
        responseParameters?.["gatewayresponse.header.Retry-After"] === "'1'",
    );

    expect(retried.map(([type]) => type)).to.have.members([
      "API_CONFIGURATION_ERROR",
      "DEFAULT_5XX",
      "INTEGRATION_FAILURE",
      "INTEGRATION_TIMEOUT",
      "QUOTA_EXCEEDED",
      "THROTTLED",
    ]);
  });

  for (const type of ["API_CONFIGURATION_ERROR", "DEFAULT_5XX", "INTEGRATION_FAILURE"]) {
    it(`says in ${type} that too many may run at once, and to try again`, () => {
      expect(messageOf(responses[type])).to.match(
        /too many (requests )?run at once.*Try again in a second\.$/,
      );
    });
  }

  it("lets no page read without allowed origins", () => {
    const headers = Object.values(responses).flatMap(({ responseParameters }) =>
      Object.keys(responseParameters ?? {}),
    );

    expect(headers.filter((name) => name.includes("Access-Control"))).to.deep.equal([]);
  });

  for (const [origins, allowed] of [
    [["https://a.test"], "'https://a.test'"],
    [["https://a.test", "https://b.test"], "'*'"],
  ] as const) {
    it(`lets pages read every type, of ${allowed} with ${origins.length} allowed origins`, () => {
      for (const [type, response] of Object.entries(declared({ allowedOrigins: origins }))) {
        expect(response.responseParameters, type).to.include({
          "gatewayresponse.header.Access-Control-Allow-Origin": allowed,
          "gatewayresponse.header.Access-Control-Expose-Headers":
            "'Allow, Retry-After, WWW-Authenticate, x-amzn-RequestId'",
        });
        expect(response.responseParameters, type).to.not.have.any.keys(
          "gatewayresponse.header.Access-Control-Allow-Credentials",
        );
      }
    });
  }
});

describe("mockOperation", () => {
  const route = mockOperation({ status: 405, message: 'say "POST"', headers: { Allow: "POST" } });

  it("answers status, header and a JSON-RPC error, whatever browsers and curl send", () => {
    expect(route).to.deep.equal({
      produces: ["application/json"],
      responses: { 405: { description: 'say "POST"', headers: { Allow: { type: "string" } } } },
      "x-amazon-apigateway-integration": {
        type: "mock",
        contentHandling: "CONVERT_TO_TEXT",
        passthroughBehavior: "never",
        requestTemplates: {
          "application/json": '{"statusCode":405}',
          "application/json-rpc": '{"statusCode":405}',
          "application/octet-stream": '{"statusCode":405}',
          "application/x-www-form-urlencoded": '{"statusCode":405}',
          "application/xml": '{"statusCode":405}',
          "multipart/form-data": '{"statusCode":405}',
          "text/event-stream": '{"statusCode":405}',
          "text/html": '{"statusCode":405}',
          "text/plain": '{"statusCode":405}',
          "text/xml": '{"statusCode":405}',
        },
        responses: {
          default: {
            statusCode: "405",
            responseTemplates: {
              "application/json":
                '{"jsonrpc":"2.0","id":null,"error":{"code":-32000,"message":"say \\"POST\\""}}',
            },
            responseParameters: { "method.response.header.Allow": "'POST'" },
          },
        },
      },
    });
  });

  it("has no body without a message", () => {
    expect(mockOperation({ status: 204 }))
      .to.have.nested.property("x-amazon-apigateway-integration.responses.default")
      .that.deep.equals({ statusCode: "204", responseParameters: {} });
  });
});
