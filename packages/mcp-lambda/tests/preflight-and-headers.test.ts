/** Preflights of browsers, and headers as the data path has them, at their bounds. */
import { expect } from "chai";
import { ANONYMOUS } from "../http/caller";
import { createCors } from "../http/cors";
import type { HttpRequest } from "../http/gateway-event";
import { createGuard } from "../http/guard";
import { readHeaders } from "../http/headers";

const cors = createCors(["https://app.test"]);

function request(headers: HttpRequest["headers"], method = "OPTIONS"): HttpRequest {
  return { method, headers, body: "{}", bodyBytes: 2, caller: ANONYMOUS, domainName: undefined };
}

function preflight(asked: string): Readonly<Record<string, string>> {
  const headers = { origin: "https://app.test", "access-control-request-headers": asked };
  return cors.preflight(request(headers))?.headers ?? {};
}

describe("a preflight", () => {
  it("is remembered for two hours", () => {
    expect(preflight("")["access-control-max-age"]).to.equal("7200");
  });

  it("may ask for 4,096 characters of headers, and not for one more", () => {
    const asked = (length: number): string => `mcp-param-a${" ".repeat(length - 11)}`;

    expect(preflight(asked(4_096))["access-control-allow-headers"]).to.include("mcp-param-a");
    expect(preflight(asked(4_097))["access-control-allow-headers"]).to.not.include("mcp-param-a");
  });

  it("is one of an allowed origin alone, with the method OPTIONS", () => {
    expect(cors.preflight(request({ origin: "https://evil.test" }))).to.equal(undefined);
    expect(cors.preflight(request({}))).to.equal(undefined);
    expect(cors.preflight(request({ origin: "https://app.test" }, "POST"))).to.equal(undefined);
  });
});

describe("a request without a media type", () => {
  it("is told that it is missing", () => {
    const guard = createGuard({ cors, maxBodyBytes: 100 });

    const response = guard(request({}, "POST"));

    expect(response?.status).to.equal(415);
    expect(response?.body).to.include("but is missing");
  });
});

describe("headers", () => {
  it("are joined over all their cases, each value once, without empty ones", () => {
    const multiValueHeaders = { Accept: ["a", "", "b", "a"], ACCEPT: ["c"] };

    expect({ ...readHeaders({ multiValueHeaders }) }).to.deep.equal({ accept: "a, b, c" });
  });

  it("have no name without a value", () => {
    const multiValueHeaders = { A: [], B: [""], C: ["", ""] };
    const headers = { D: "", E: undefined as unknown as string, F: "f" };

    expect({ ...readHeaders({ multiValueHeaders, headers }) }).to.deep.equal({ f: "f" });
    expect("e" in readHeaders({ headers })).to.equal(false);
  });

  it("are those with several values where both are given", () => {
    const event = { multiValueHeaders: { A: ["1", "2"] }, headers: { a: "2", b: "3" } };

    expect({ ...readHeaders(event) }).to.deep.equal({ a: "1, 2", b: "3" });
  });

  it("have no credentials in any case, the first time as later", () => {
    const names = ["Authorization", "COOKIE", "Proxy-Authorization", "x-api-key"];
    const token = "X-Amz-Security-Token";
    const headers = Object.fromEntries([...names, token].map((name) => [name, "secret"]));
    for (let time = 0; time < 2; time += 1) {
      const multiValueHeaders = { Authorization: ["secret"] };
      expect({ ...readHeaders({ headers, multiValueHeaders }) }).to.deep.equal({});
    }
  });
});
