import { expect } from "chai";
import { gatewayResponses, mockRoute } from "../../infra/api/gateway-responses";

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

describe("gatewayResponses", () => {
  const responses = gatewayResponses() as unknown as Record<string, GatewayResponse>;

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

  it("gives a status to every type but the defaults, whose own would flatten all others", () => {
    for (const [type, { statusCode }] of Object.entries(responses)) {
      if (type.startsWith("DEFAULT_")) expect(statusCode, type).to.equal(undefined);
      else expect(statusCode, type).to.be.within(400, 504);
    }
    expect(responses["MISSING_AUTHENTICATION_TOKEN"]?.statusCode).to.equal(403);
    expect(responses["ACCESS_DENIED"]?.statusCode).to.equal(403);
  });

  it("says how to sign a request that is not signed", () => {
    const template = responses["MISSING_AUTHENTICATION_TOKEN"]?.responseTemplates;
    expect(filled(template?.["application/json"] ?? "").error.message).to.include("Signature");
  });

  it("says when to try again after a throttle", () => {
    expect(responses["THROTTLED"]?.responseParameters).to.deep.equal({
      "gatewayresponse.header.Retry-After": "'1'",
    });
  });
});

describe("mockRoute", () => {
  const route = mockRoute({ status: 405, message: 'say "POST"', headers: { Allow: "POST" } });

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
          "application/x-www-form-urlencoded": '{"statusCode":405}',
          "application/octet-stream": '{"statusCode":405}',
          "multipart/form-data": '{"statusCode":405}',
          "text/plain": '{"statusCode":405}',
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
});
