import { expect } from "chai";
import { ANONYMOUS } from "../http/caller";
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
    caller: ANONYMOUS,
    domainName: "api.test",
    ...parts,
  };
}

function withHeaders(headers: Record<string, string>): HttpRequest {
  return request({ headers: { ...request().headers, ...headers } });
}

/** What the preflight of an allowed origin is answered, when it asks for these headers. */
function allowedHeaders(asked: string): readonly string[] {
  const headers = { origin: "https://app.test", "access-control-request-headers": asked };
  const response = guard({ ...withHeaders(headers), method: "OPTIONS" });
  return (response?.headers["access-control-allow-headers"] ?? "").split(", ");
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
    expect(response?.headers["access-control-allow-methods"]).to.equal("GET, POST, DELETE");
  });

  const asked: readonly (readonly [what: string, names: readonly string[]])[] = [
    [
      "the protocol's headers",
      ["content-type", "last-event-id", "mcp-method", "mcp-name", "mcp-protocol-version"],
    ],
    ["the older protocol's session", ["accept", "mcp-session-id"]],
    [
      "the headers of AWS signatures",
      ["authorization", "x-amz-content-sha256", "x-amz-date", "x-amz-security-token"],
    ],
    [
      "what AWS clients add",
      ["amz-sdk-invocation-id", "amz-sdk-request", "x-amz-user-agent", "x-api-key"],
    ],
    ["tracing", ["baggage", "traceparent", "tracestate", "x-amzn-trace-id"]],
    ["a tool's own parameters", ["mcp-param-city", "mcp-param-max_results.1"]],
  ];
  for (const [what, names] of asked) {
    it(`allows ${what} in a preflight`, () => {
      expect(allowedHeaders(names.join(","))).to.include.members(names);
    });
  }

  it("allows what a preflight asks for in capitals and with spaces", () => {
    expect(allowedHeaders("X-AMZ-DATE,  Mcp-Param-City")).to.include.members([
      "x-amz-date",
      "mcp-param-city",
    ]);
  });

  it("allows nothing else that a preflight asks for", () => {
    const names = ["cookie", "mcp-param-", "mcp-param-a b", "x-mcp-param-a", 'mcp-param-"'];

    expect(allowedHeaders(names.join(","))).to.deep.equal(allowedHeaders(""));
  });

  it("allows 64 parameters at most, and none of a list of more than 4,096 characters", () => {
    const names = (count: number): string =>
      Array.from({ length: count }, (_, n) => `mcp-param-${n}`).join(",");
    const always = allowedHeaders("").length;

    expect(allowedHeaders(names(100))).to.have.length(always + 64);
    expect(allowedHeaders(names(1_000))).to.have.length(always);
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

describe("cors.expose", () => {
  const cors = createCors(["https://app.test"]);
  const response = { status: 200, headers: { "content-type": "application/json" }, body: "{}" };

  it("lets the page of an allowed origin read a response and the headers that help", () => {
    const exposed = cors.expose(withHeaders({ origin: "https://app.test" }), response);

    expect(exposed.headers).to.deep.equal({
      "content-type": "application/json",
      "access-control-allow-origin": "https://app.test",
      "access-control-expose-headers": "allow, retry-after, www-authenticate, x-amzn-requestid",
      vary: "origin",
    });
  });

  it("adds nothing for another origin", () => {
    expect(cors.expose(withHeaders({ origin: "https://evil.test" }), response)).to.equal(response);
  });
});
