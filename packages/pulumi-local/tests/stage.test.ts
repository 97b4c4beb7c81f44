import { expect } from "chai";
import type { APIGatewayProxyEvent } from "aws-lambda";
import type { IncomingMessage } from "node:http";
import type { GatewayRequest } from "../api-gateway/proxy-event";
import type { RestApi } from "../api-gateway/rest-api";
import type { Route } from "../api-gateway/routes";
import { Stage, type StageOptions } from "../api-gateway/stage";
import { THROTTLED } from "../lambda/lambda";

const FUNCTION: Route = {
  resource: "/{proxy+}",
  method: "POST",
  authorization: { type: "NONE" },
  needsKey: false,
  integration: { type: "aws_proxy", functionArn: "arn:f" },
};
const MOCK: Route = {
  resource: "/{proxy+}",
  method: "ANY",
  authorization: { type: "NONE" },
  needsKey: false,
  integration: {
    type: "mock",
    requestTemplates: { "text/plain": '{"statusCode":418}' },
    responses: { default: { statusCode: "418" } },
  },
};

/** An API that hands POST to a function, and answers every other method itself. */
const API: RestApi = {
  id: "api",
  name: "API",
  executionArn: "arn:api",
  stage: "dev",
  servesRoot: false,
  throttle: undefined,
  usageKeys: [],
  gatewayResponses: {},
  match: (method) => (method === "POST" ? FUNCTION : MOCK),
};

function request(method: string, url: string, headers: object = {}): GatewayRequest {
  const message = { method, url, headers, rawHeaders: [], socket: {} } as unknown;
  return { message: message as IncomingMessage, body: Buffer.alloc(0), requestId: "r-1" };
}

/** The event that the function gets for a URL. */
async function eventOf(url: string): Promise<APIGatewayProxyEvent> {
  const events: unknown[] = [];
  const invoke: StageOptions["invoke"] = async (_, event) => {
    events.push(event);
    return Promise.resolve({ kind: "result", payload: '{"statusCode":200}' });
  };
  await new Stage(API, { invoke }).respond(request("POST", url), "localhost");
  return events[0] as APIGatewayProxyEvent;
}

const unasked: StageOptions["invoke"] = () => Promise.reject(new Error("not to be invoked"));

describe("a stage", () => {
  it("leaves doubled slashes behind the stage out of the path, and keeps those at its end", async () => {
    const { path, requestContext } = await eventOf("/dev//mcp//");

    expect(path).to.equal("/mcp//");
    expect(requestContext.path).to.equal("/dev//mcp//");
  });

  it("hands a path on as it was sent", async () => {
    const { path, requestContext, pathParameters } = await eventOf("/dev/a%2Fb/../c%zz?q=1?2&q=3");

    expect(path).to.equal("/a%2Fb/../c%zz");
    expect(requestContext.path).to.equal("/dev/a%2Fb/../c%zz");
    expect(pathParameters).to.deep.equal({ proxy: "a%2Fb/../c%zz" });
  });

  it("hands the query on, decoded", async () => {
    const event = await eventOf("/dev/mcp?q=1?2&q=%203");

    expect(event.queryStringParameters).to.deep.equal({ q: " 3" });
    expect(event.multiValueQueryStringParameters).to.deep.equal({ q: ["1?2", " 3"] });
  });

  it("answers 504 when the function is throttled, as the gateway response of a failure", async () => {
    const error = { errorType: THROTTLED, errorMessage: "Rate Exceeded.", trace: [] };
    const stage = new Stage(
      { ...API, gatewayResponses: { INTEGRATION_FAILURE: { responseParameters: {} } } },
      { invoke: () => Promise.resolve({ kind: "error", error }) },
    );

    const { response } = await stage.respond(request("POST", "/dev/mcp"), "localhost");

    expect(response.status).to.equal(504);
    expect(response.body.toString()).to.equal('{"message":"Internal server error"}');
  });

  it("answers 502 when the function fails otherwise", async () => {
    const error = { errorType: "Runtime.ExitError", errorMessage: "gone", trace: [] };
    const stage = new Stage(API, { invoke: () => Promise.resolve({ kind: "error", error }) });

    const { response } = await stage.respond(request("POST", "/dev/mcp"), "localhost");

    expect(response.status).to.equal(502);
  });

  it("answers a media type that a mock does not name by the gateway response for it", async () => {
    const gatewayResponses = {
      UNSUPPORTED_MEDIA_TYPE: {
        statusCode: 405,
        responseParameters: { "gatewayresponse.header.Allow": "'POST'" },
        responseTemplates: { "application/json": '{"id":"$context.requestId"}' },
      },
    };
    const stage = new Stage({ ...API, gatewayResponses }, { invoke: unasked });

    const named = request("GET", "/dev/mcp", { "content-type": "text/plain; charset=utf-8" });
    const other = request("GET", "/dev/mcp", { "content-type": "image/png" });

    expect((await stage.respond(named, "localhost")).response.status).to.equal(418);
    const { response } = await stage.respond(other, "localhost");
    expect(response.status).to.equal(405);
    expect(response.headers).to.include({ Allow: "POST" });
    expect(response.body.toString()).to.equal('{"id":"r-1"}');
  });

  it("throttles each of its methods by itself", async () => {
    const throttle = { rate: 1, burst: 1 };
    const invoke: StageOptions["invoke"] = () =>
      Promise.resolve({ kind: "result", payload: '{"statusCode":200}' });
    const stage = new Stage({ ...API, throttle }, { invoke, now: () => 0 });
    const text = { "content-type": "text/plain" };
    const statuses: number[] = [];

    for (const method of ["GET", "PUT", "POST", "POST"]) {
      const { response } = await stage.respond(request(method, "/dev/mcp", text), "localhost");
      statuses.push(response.status);
    }

    // GET and PUT are both the resource's ANY.
    expect(statuses).to.deep.equal([418, 429, 200, 429]);
  });
});
