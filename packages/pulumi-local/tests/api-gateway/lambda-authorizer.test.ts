/** REQUEST Lambda authorizers of a stage: when they are invoked, what is cached, what callers get. */
import { expect } from "chai";
import type { APIGatewayProxyEvent, APIGatewayRequestAuthorizerEvent } from "aws-lambda";
import type { Stage } from "../../api-gateway/stage";
import type { InvocationResult } from "../../lambda/environment";
import {
  ANY,
  AUTHORIZER_ARN,
  authorizerDefinition,
  declaredApi,
  EXECUTION_ARN,
  FUNCTION_ARN,
  mock,
  request,
  result,
  send,
  stageOf,
  thrown,
  toFunction,
} from "../support/declared-api";

const EVERYTHING = `${EXECUTION_ARN}/dev/*/mcp`;
const BEARER = { Authorization: "Bearer a" };

function policy(effect: string, resources: string | string[], context: object = {}): object {
  const statement = { Action: "execute-api:Invoke", Effect: effect, Resource: resources };
  const policyDocument = { Version: "2012-10-17", Statement: [statement] };
  return { principalId: "alice", policyDocument, context };
}

interface Guarded {
  readonly stage: Stage;
  readonly asked: APIGatewayRequestAuthorizerEvent[];
  readonly called: APIGatewayProxyEvent[];
  readonly failures: string[];
  readonly clock: { now: number };
}

/** A stage whose /mcp is guarded by an authorizer that answers so. */
function guarded(
  answer: InvocationResult | ((event: APIGatewayRequestAuthorizerEvent) => InvocationResult),
  extension: object = {},
  document: object = {},
): Guarded {
  const asked: APIGatewayRequestAuthorizerEvent[] = [];
  const called: APIGatewayProxyEvent[] = [];
  const failures: string[] = [];
  const clock = { now: 0 };
  const security = [{ jwt: [] }];
  const paths = { "/mcp": { post: { ...toFunction, security }, [ANY]: { ...mock, security } } };
  const program = declaredApi({
    paths,
    securityDefinitions: authorizerDefinition(extension),
    ...document,
  });
  const functions = {
    [AUTHORIZER_ARN]: (event: unknown): InvocationResult => {
      const given = event as APIGatewayRequestAuthorizerEvent;
      asked.push(given);
      return typeof answer === "function" ? answer(given) : answer;
    },
    [FUNCTION_ARN]: (event: unknown): InvocationResult => {
      called.push(event as APIGatewayProxyEvent);
      return result({ statusCode: 200 });
    },
  };
  const options = { now: () => clock.now, onFailure: (text: string) => failures.push(text) };
  return { stage: stageOf(program, functions, options), asked, called, failures, clock };
}

async function post(
  { stage }: Guarded,
  headers: Readonly<Record<string, string>> = BEARER,
): Promise<number> {
  return (await send(stage, "POST", "/dev/mcp", headers)).status;
}

describe("a Lambda authorizer", () => {
  it("is invoked once for a hundred calls with one token", async () => {
    const api = guarded(result(policy("Allow", EVERYTHING)));

    for (let calls = 0; calls < 100; calls += 1) await post(api);

    expect(api.called).to.have.length(100);
    expect(api.asked).to.have.length(1);
  });

  it("is invoked for each call where its TTL is 0", async () => {
    const api = guarded(result(policy("Allow", EVERYTHING)), { authorizerResultTtlInSeconds: 0 });

    for (let calls = 0; calls < 100; calls += 1) await post(api);

    expect(api.asked).to.have.length(100);
  });

  it("is invoked again when its TTL has passed, 300 seconds where none is given", async () => {
    const api = guarded(result(policy("Allow", EVERYTHING)));

    await post(api);
    api.clock.now = 299_999;
    await post(api);
    expect(api.asked).to.have.length(1);
    api.clock.now = 300_000;
    await post(api);

    expect(api.asked).to.have.length(2);
  });

  it("is invoked for each token by itself", async () => {
    const api = guarded(({ headers }) =>
      headers?.["authorization"] === "Bearer b"
        ? thrown("Unauthorized")
        : result(policy("Allow", EVERYTHING)),
    );

    expect(await post(api, { authorization: "Bearer a" })).to.equal(200);
    expect(await post(api, { authorization: "Bearer b" })).to.equal(401);
    expect(await post(api, { authorization: "Bearer a" })).to.equal(200);
    expect(api.asked).to.have.length(2);
  });

  it("is invoked by each of the calls that come at the same time", async () => {
    const api = guarded(result(policy("Allow", EVERYTHING)));

    await Promise.all([post(api), post(api), post(api)]);

    expect(api.asked).to.have.length(3);
    await post(api);
    expect(api.asked).to.have.length(3);
  });

  for (const ttl of [300, 0]) {
    it(`is not invoked without its identity source, with a TTL of ${ttl}: 401`, async () => {
      const api = guarded(result(policy("Allow", EVERYTHING)), {
        authorizerResultTtlInSeconds: ttl,
      });

      expect(await post(api, {})).to.equal(401);
      expect(await post(api, { Authorization: "" })).to.equal(401);
      expect(api.asked).to.deep.equal([]);
      expect(api.called).to.deep.equal([]);
    });
  }

  it("is invoked without identity sources where it names none", async () => {
    const api = guarded(result(policy("Allow", EVERYTHING)), {
      authorizerResultTtlInSeconds: 0,
      identitySource: "",
    });

    expect(await post(api, {})).to.equal(200);
  });

  it("is keyed on all of its identity sources", async () => {
    const api = guarded(result(policy("Allow", EVERYTHING)), {
      identitySource: "method.request.header.Authorization, method.request.querystring.tenant",
    });
    const call = async (url: string): Promise<number> =>
      (await send(api.stage, "POST", url, BEARER)).status;

    expect(await call("/dev/mcp?tenant=1")).to.equal(200);
    expect(await call("/dev/mcp?tenant=2")).to.equal(200);
    expect(await call("/dev/mcp?tenant=2&x=1")).to.equal(200);
    expect(await call("/dev/mcp")).to.equal(401);
    expect(api.asked).to.have.length(2);
  });

  it("lets a cached policy serve every method that it names", async () => {
    const api = guarded(result(policy("Allow", EVERYTHING)));

    expect(await post(api)).to.equal(200);
    expect((await send(api.stage, "GET", "/dev/mcp", BEARER)).status).to.equal(405);
    expect(api.asked).to.have.length(1);
  });

  it("refuses GET after POST where its policy names the method that was called first", async () => {
    const api = guarded(({ methodArn }) => result(policy("Allow", methodArn)));

    expect(await post(api)).to.equal(200);
    const refused = await send(api.stage, "GET", "/dev/mcp", BEARER);

    expect(refused.status).to.equal(403);
    expect(refused.body.toString()).to.equal(
      '{"message":"User is not authorized to access this resource"}',
    );
  });

  it("has its Deny cached too", async () => {
    const api = guarded(result(policy("Deny", EVERYTHING)));

    expect(await post(api)).to.equal(403);
    const refused = await send(api.stage, "POST", "/dev/mcp", BEARER);

    expect(refused.body.toString()).to.equal(
      '{"message":"User is not authorized to access this resource with an explicit deny"}',
    );
    expect(api.asked).to.have.length(1);
    expect(api.called).to.deep.equal([]);
  });

  it("has nothing cached of what it throws", async () => {
    const answers = [thrown("Unauthorized"), thrown("no keys"), result(policy("Allow", "*"))];
    const api = guarded(() => answers.shift() ?? thrown("asked too often"));

    expect([await post(api), await post(api), await post(api), await post(api)]).to.deep.equal([
      401, 500, 200, 200,
    ]);
    expect(api.failures).to.deep.equal(['the authorizer "jwt" failed: no keys']);
  });

  const failing: readonly (readonly [what: string, answer: unknown, reason: string])[] = [
    ["nothing", null, "expected object"],
    ["a context with a list", policy("Allow", "*", { scopes: ["a"] }), "context.scopes"],
    ["a context with an object", policy("Allow", "*", { claims: {} }), "context.claims"],
    ["no principal", { policyDocument: { Statement: [] } }, "principalId"],
    ["no policy", { principalId: "alice" }, "policyDocument"],
    ["an effect in lower case", policy("allow", "*"), "policyDocument.Statement.0.Effect"],
    [
      "a condition, which is not evaluated here",
      {
        principalId: "alice",
        policyDocument: {
          Statement: { Action: "*", Effect: "Allow", Resource: "*", Condition: {} },
        },
      },
      "Condition",
    ],
  ];
  for (const [what, answer, reason] of failing) {
    it(`makes a 500 of ${what}, and says where`, async () => {
      const api = guarded(result(answer));

      const response = await send(api.stage, "POST", "/dev/mcp", BEARER);

      expect(response.status).to.equal(500);
      expect(response.body.toString()).to.equal('{"message":null}');
      expect(api.failures.join()).to.include(reason);
      expect(api.called).to.deep.equal([]);
    });
  }

  it("makes a 500 of a function that does not answer in time", async () => {
    const security = [{ jwt: [] }];
    const program = declaredApi({
      paths: { "/mcp": { post: { ...toFunction, security } } },
      securityDefinitions: authorizerDefinition(),
    });
    const invoke = async (): Promise<InvocationResult> =>
      new Promise((resolve) => setTimeout(resolve, 1_000, result(null)).unref());
    const failures: string[] = [];
    const stage = stageOf(
      program,
      {},
      { invoke, integrationTimeoutMs: 5, onFailure: (text) => failures.push(text) },
    );

    expect((await send(stage, "POST", "/dev/mcp", BEARER)).status).to.equal(500);
    expect(failures).to.deep.equal(['the authorizer "jwt" failed: its function: timeout']);
  });

  it("gets the request as API Gateway sends it", async () => {
    const api = guarded(result(policy("Allow", EVERYTHING)));

    await send(api.stage, "POST", "/dev//mcp/?q=1", { ...BEARER, "Mcp-Method": "tools/list" });

    const [event] = api.asked;
    expect(event).to.include({
      type: "REQUEST",
      methodArn: `${EXECUTION_ARN}/dev/POST/mcp`,
      resource: "/mcp",
      path: "/mcp/",
      httpMethod: "POST",
    });
    expect(event?.headers).to.include({ ...BEARER, "Mcp-Method": "tools/list" });
    expect(event?.multiValueHeaders?.["Authorization"]).to.deep.equal(["Bearer a"]);
    expect(event?.queryStringParameters).to.deep.equal({ q: "1" });
    expect(event?.pathParameters).to.deep.equal({});
    expect(event?.requestContext).to.include({ requestId: "r-1", apiId: "api", stage: "dev" });
    expect(event).not.to.have.any.keys("body", "isBase64Encoded");
  });

  it("hands its context on to the function, as text", async () => {
    const context = { sub: "alice", expiresAt: 1800000000, isNew: true, claims: '{"a":1}' };
    const api = guarded(result(policy("Allow", EVERYTHING, context)));

    await post(api);
    await post(api);

    const [first, second] = api.called.map(({ requestContext }) => requestContext.authorizer);
    expect(first).to.deep.equal({
      sub: "alice",
      expiresAt: "1800000000",
      isNew: "true",
      claims: '{"a":1}',
      principalId: "alice",
      integrationLatency: 0,
    });
    expect(second).to.deep.equal(first);
  });

  it("cannot be stood in for by headers or a query of the caller", async () => {
    const api = guarded(result(policy("Allow", EVERYTHING, { sub: "alice" })));

    await send(api.stage, "POST", "/dev/mcp?principalId=eve&authorizer=eve", {
      ...BEARER,
      requestContext: '{"authorizer":{"sub":"eve"}}',
      "x-amzn-apigateway-authorizer": "eve",
    });

    expect(api.called[0]?.requestContext.authorizer).to.include({
      sub: "alice",
      principalId: "alice",
    });
  });

  it("is not asked for what the stage throttles", async () => {
    const api = guarded(result(policy("Allow", EVERYTHING)), { authorizerResultTtlInSeconds: 0 });
    const settings = { throttlingRateLimit: 1, throttlingBurstLimit: 1 };
    const throttled = declaredApi({
      paths: { "/mcp": { post: { ...toFunction, security: [{ jwt: [] }] } } },
      securityDefinitions: authorizerDefinition(),
    });
    const limits = {
      type: "aws:apigateway/methodSettings:MethodSettings",
      name: "limits",
      custom: true,
      inputs: { methodPath: "*/*", settings },
      outputs: {},
    };
    let asked = 0;
    const stage = stageOf(
      { ...throttled, resources: [...throttled.resources, limits] },
      { [AUTHORIZER_ARN]: () => ((asked += 1), thrown("Unauthorized")) },
      { now: () => 0 },
    );

    const statuses = [
      (await send(stage, "POST", "/dev/mcp", BEARER)).status,
      (await send(stage, "POST", "/dev/mcp", BEARER)).status,
    ];

    expect(statuses).to.deep.equal([401, 429]);
    expect(asked).to.equal(1);
    expect(api.asked).to.deep.equal([]);
  });

  it("comes before the size of the body: a caller without a token learns nothing else", async () => {
    const api = guarded(result(policy("Allow", EVERYTHING)));
    const tooLarge = { body: undefined };

    const unknown = { ...request("POST", "/dev/mcp"), ...tooLarge };
    const known = { ...request("POST", "/dev/mcp", BEARER), ...tooLarge };

    expect((await api.stage.respond(unknown, "localhost")).response.status).to.equal(401);
    expect((await api.stage.respond(known, "localhost")).response.status).to.equal(413);
  });

  it("counts what it refuses as a request of the API, without a latency of the integration", async () => {
    const api = guarded(thrown("Unauthorized"));

    const { api: reached } = await api.stage.respond(
      request("POST", "/dev/mcp", BEARER),
      "localhost",
    );

    expect(reached).to.deep.equal({
      name: "API",
      stage: "dev",
      resource: "/mcp",
      integrationMs: undefined,
    });
  });

  it("fills the gateway responses' templates and headers, as far as it has answered", async () => {
    const parameters = {
      "gatewayresponse.header.WWW-Authenticate": "'Bearer scope=\"a b\"'",
      "gatewayresponse.header.Access-Control-Allow-Origin": "method.request.header.Origin",
      "gatewayresponse.header.X-Request": "context.requestId",
    };
    const template = '{"s":"$context.authorizer.scope","m":$context.error.messageString}';
    const response = {
      responseParameters: parameters,
      responseTemplates: { "application/json": template },
    };
    const api = guarded(
      ({ headers }) =>
        headers?.["Authorization"] === "Bearer a"
          ? result(policy("Deny", "*", { scope: "x$&y" }))
          : thrown("Unauthorized"),
      {},
      { "x-amazon-apigateway-gateway-responses": { DEFAULT_4XX: response } },
    );

    const denied = await send(api.stage, "POST", "/dev/mcp", {
      ...BEARER,
      Origin: "https://app.test",
    });
    const unknown = await send(api.stage, "POST", "/dev/mcp", { Authorization: "Bearer b" });

    expect(denied.headers).to.deep.equal({
      "content-type": "application/json",
      "WWW-Authenticate": 'Bearer scope="a b"',
      "Access-Control-Allow-Origin": "https://app.test",
      "X-Request": "r-1",
    });
    expect(JSON.parse(denied.body.toString())).to.have.property("s", "x$&y");
    expect(unknown.headers).not.to.have.property("Access-Control-Allow-Origin");
    expect(JSON.parse(unknown.body.toString())).to.deep.equal({ s: "", m: "Unauthorized" });
  });
});
