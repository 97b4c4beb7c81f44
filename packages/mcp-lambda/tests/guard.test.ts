import { expect } from "chai";
import { createCors } from "../http/cors";
import type { HttpRequest } from "../http/gateway-event";
import { createGuard } from "../http/guard";

const guard = createGuard({ cors: createCors(["https://app.test"]), maxBodyBytes: 100 });

function request(parts: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: "POST",
    headers: { "content-type": "application/json", host: "api.test" },
    body: "{}",
    bodyBytes: 2,
    domainName: "api.test",
    ...parts,
  };
}

function withHeaders(headers: Record<string, string>): HttpRequest {
  return request({ headers: { ...request().headers, ...headers } });
}

describe("the guard", () => {
  const passing: readonly (readonly [string, HttpRequest])[] = [
    ["a JSON POST", request()],
    [
      "a media type with a charset",
      withHeaders({ "content-type": "application/json; charset=utf-8" }),
    ],
    ["a host with a port, in capitals", withHeaders({ host: "API.test:443" })],
    ["any host where API Gateway names no domain", request({ domainName: undefined })],
    ["an allowed origin", withHeaders({ origin: "https://app.test" })],
    ["a body of exactly the limit", request({ bodyBytes: 100 })],
  ];
  for (const [what, passed] of passing) {
    it(`lets ${what} pass`, () => {
      expect(guard(passed)).to.equal(undefined);
    });
  }

  const refused: readonly (readonly [string, HttpRequest, number, string])[] = [
    ["a browser's origin", withHeaders({ origin: "https://evil.test" }), 403, "evil.test"],
    ["the origin null", withHeaders({ origin: "null" }), 403, "Origin null"],
    [
      "an allowed origin's neighbour",
      withHeaders({ origin: "https://app.test:8443" }),
      403,
      "8443",
    ],
    ["OPTIONS without an origin", request({ method: "OPTIONS" }), 405, "POST"],
    ["a foreign host", withHeaders({ host: "evil.test" }), 403, "api.test"],
    ["a host that only starts alike", withHeaders({ host: "api.test.evil.test" }), 403, "api.test"],
    ["GET", request({ method: "GET" }), 405, "POST"],
    ["another media type", withHeaders({ "content-type": "text/plain" }), 415, "application/json"],
    ["no media type", request({ headers: { host: "api.test" } }), 415, "application/json"],
    ["a body over the limit", request({ bodyBytes: 101 }), 413, "101 bytes; at most 100"],
  ];
  for (const [what, request, status, text] of refused) {
    it(`refuses ${what} with ${status} and a JSON-RPC error`, () => {
      const response = guard(request);
      expect(response?.status).to.equal(status);
      expect(response?.headers["content-type"]).to.equal("application/json");
      const body = JSON.parse(response?.body ?? "") as { error: { code: number; message: string } };
      expect(body).to.deep.include({ jsonrpc: "2.0", id: null });
      expect(body.error.code).to.equal(-32000);
      expect(body.error.message).to.include(text);
    });
  }

  it("answers the preflight of an allowed origin", () => {
    const response = guard({ ...withHeaders({ origin: "https://app.test" }), method: "OPTIONS" });

    expect(response).to.deep.include({ status: 204, body: "" });
    expect(response?.headers["access-control-allow-methods"]).to.equal("POST");
    expect(response?.headers["access-control-allow-headers"])
      .to.include("mcp-protocol-version")
      .and.include("content-type");
  });

  it("names the allowed method in a 405", () => {
    expect(guard(request({ method: "GET" }))?.headers["allow"]).to.equal("POST");
  });

  it("checks the origin before anything else", () => {
    const everythingWrong = { origin: "https://evil.test", host: "evil.test" };
    const response = guard({ ...request({ method: "GET" }), headers: everythingWrong });

    expect(response?.status).to.equal(403);
    expect(response?.body).to.include("Origin");
  });
});
