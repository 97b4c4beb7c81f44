import { expect } from "chai";
import { createCallerReader } from "../http/caller";
import { readEvent as readEventOf, toResult } from "../http/gateway-event";
import { gatewayEvent } from "../testing/event";

type Event = Parameters<typeof readEventOf>[0];

const readEvent = (event: Event): ReturnType<typeof readEventOf> =>
  readEventOf(event, createCallerReader({ auth: "none" }));

describe("readEvent", () => {
  it("decodes a base64 body and counts its bytes, not its characters", () => {
    const request = readEvent(gatewayEvent({ body: '{"a":"é"}' }));

    expect(request.body).to.equal('{"a":"é"}');
    expect(request.bodyBytes).to.equal(10);
  });

  it("takes a body that is not base64 as it is", () => {
    const event = { ...gatewayEvent({}), body: "plain", isBase64Encoded: false };

    expect(readEvent(event).body).to.equal("plain");
  });

  it("gives an empty body where there is none", () => {
    expect(readEvent(gatewayEvent({}))).to.include({ body: "", bodyBytes: 0 });
  });

  it("lowers header names and joins duplicates with a comma", () => {
    const event = {
      ...gatewayEvent({}),
      headers: { "X-Trace": "b" },
      multiValueHeaders: { "X-Trace": ["a", "b"] },
    };

    expect(readEvent(event).headers["x-trace"]).to.equal("a, b");
  });

  it("treats a header called __proto__ as a header", () => {
    const headers = JSON.parse('{"__proto__":"x"}') as Record<string, string>;
    const request = readEvent({ ...gatewayEvent({}), headers, multiValueHeaders: {} });

    expect(Object.keys(request.headers)).to.deep.equal(["__proto__"]);
    expect(request.headers["constructor"]).to.equal(undefined);
  });

  it("leaves out headers with secrets, however they are written and wherever they are", () => {
    const event = {
      ...gatewayEvent({}),
      headers: { Authorization: "Bearer a", "X-API-KEY": "b", cookie: "c", Kept: "d" },
      multiValueHeaders: {
        "proxy-authorization": ["e"],
        "X-Amz-Security-Token": ["f"],
        AUTHORIZATION: ["g", "h"],
        Cookies: ["i"],
      },
    };

    expect({ ...readEvent(event).headers }).to.deep.equal({ kept: "d", cookies: "i" });
  });

  it("reads names and leaves secrets out, however many names it has seen", () => {
    for (let name = 0; name < 1_000; name += 1) {
      readEvent({ ...gatewayEvent({}), headers: { [`X-Name-${name}`]: "x" } });
    }
    const headers = { "X-Never-Seen": "a", aUTHORIZATION: "b", cOOKIE: "c", Authorization: "d" };

    const request = readEvent({ ...gatewayEvent({}), headers, multiValueHeaders: {} });

    expect({ ...request.headers }).to.deep.equal({ "x-never-seen": "a" });
  });

  it("joins the values of a name that is written in two ways", () => {
    const multiValueHeaders = { Origin: ["https://a.test"], origin: ["https://b.test"] };
    const request = readEvent({ ...gatewayEvent({}), headers: {}, multiValueHeaders });

    expect(request.headers["origin"]).to.equal("https://a.test, https://b.test");
  });

  it("takes a value that only the single headers have", () => {
    const multiValueHeaders = { "X-One": [""] };
    const headers = { "X-One": "1", "X-Two": "2" };
    const request = readEvent({ ...gatewayEvent({}), headers, multiValueHeaders });

    expect({ ...request.headers }).to.deep.equal({ "x-one": "1", "x-two": "2" });
  });

  it("reads an event that has nothing but a method", () => {
    expect(readEvent({ httpMethod: "POST" })).to.deep.include({
      method: "POST",
      body: "",
      domainName: undefined,
    });
  });
});

describe("toResult", () => {
  it("gives status, headers and a plain body", () => {
    const response = { status: 405, headers: { allow: "POST" }, body: "{}" };

    expect(toResult(response)).to.deep.equal({
      statusCode: 405,
      headers: { allow: "POST" },
      body: "{}",
      isBase64Encoded: false,
    });
  });
});
