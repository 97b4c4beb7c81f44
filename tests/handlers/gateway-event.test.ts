import { expect } from "chai";
import { readGatewayEvent, toGatewayResult } from "../../handlers/gateway-event";
import { gatewayEvent } from "../support/event";

describe("readGatewayEvent", () => {
  it("decodes a base64 body and counts its bytes, not its characters", () => {
    const request = readGatewayEvent(gatewayEvent({ body: '{"a":"é"}' }));
    expect(request.body).to.equal('{"a":"é"}');
    expect(request.bodyBytes).to.equal(10);
  });

  it("takes a body that is not base64 as it is", () => {
    const event = { ...gatewayEvent({}), body: "plain", isBase64Encoded: false };
    expect(readGatewayEvent(event).body).to.equal("plain");
  });

  it("gives an empty body where there is none", () => {
    expect(readGatewayEvent(gatewayEvent({}))).to.include({ body: "", bodyBytes: 0 });
  });

  it("lowers header names and joins duplicates with a comma", () => {
    const event = {
      ...gatewayEvent({}),
      headers: { "X-Trace": "b" },
      multiValueHeaders: { "X-Trace": ["a", "b"] },
    };
    expect(readGatewayEvent(event).headers["x-trace"]).to.equal("a, b");
  });

  it("treats a header called __proto__ as a header", () => {
    const headers = JSON.parse('{"__proto__":"x"}') as Record<string, string>;
    const request = readGatewayEvent({ ...gatewayEvent({}), headers, multiValueHeaders: {} });
    expect(Object.keys(request.headers)).to.deep.equal(["__proto__"]);
    expect(request.headers["constructor"]).to.equal(undefined);
  });

  it("reads an event that has nothing but a method", () => {
    expect(readGatewayEvent({ httpMethod: "POST" })).to.deep.include({
      method: "POST",
      body: "",
      domainName: undefined,
    });
  });
});

describe("toGatewayResult", () => {
  it("gives status, headers and a plain body", () => {
    const response = { status: 405, headers: { allow: "POST" }, body: "{}" };
    expect(toGatewayResult(response)).to.deep.equal({
      statusCode: 405,
      headers: { allow: "POST" },
      body: "{}",
      isBase64Encoded: false,
    });
  });
});
