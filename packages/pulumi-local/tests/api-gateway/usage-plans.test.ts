/** API keys and usage plans of a stage. */
import { expect } from "chai";
import type { APIGatewayProxyEvent } from "aws-lambda";
import { readRestApi } from "../../api-gateway/rest-api";
import type { Stage } from "../../api-gateway/stage";
import type { DeclaredProgram, DeclaredResource } from "../../program/declared";
import { UserError } from "../../user-error";
import {
  AUTHORIZER_ARN,
  authorizerDefinition,
  declaredApi,
  FUNCTION_ARN,
  PERMISSIONS,
  resource,
  result,
  send,
  stageOf,
  thrown,
  toFunction,
} from "../support/declared-api";

const definition = { apiKey: { type: "apiKey", name: "x-api-key", in: "header" } };
const DAY_MS = 24 * 60 * 60 * 1000;
/** A Wednesday, at noon. */
const NOON = Date.UTC(2026, 10, 25, 12);

function key(name: string, inputs: object = {}): DeclaredResource {
  const outputs = { id: `${name}-id`, value: `local-${name}` };
  return resource("aws:apigateway/apiKey:ApiKey", { name, ...inputs }, outputs);
}

function plan(inputs: object): DeclaredResource {
  const apiStages = [{ apiId: "api", stage: "dev" }];
  return resource("aws:apigateway/usagePlan:UsagePlan", { apiStages, ...inputs }, { id: "plan" });
}

function member(name: string): DeclaredResource {
  const inputs = { keyId: `${name}-id`, keyType: "API_KEY", usagePlanId: "plan" };
  return resource("aws:apigateway/usagePlanKey:UsagePlanKey", inputs);
}

function keyed(
  usagePlan: object,
  {
    security = [{ apiKey: [] }],
    definitions = definition,
  }: { security?: object[]; definitions?: object } = {},
): DeclaredProgram {
  const more = [
    ...PERMISSIONS,
    key("alice"),
    key("bob"),
    key("closed", { enabled: false }),
    key("outsider"),
    plan(usagePlan),
    member("alice"),
    member("bob"),
    member("closed"),
  ];
  const paths = { "/mcp": { post: { ...toFunction, security } } };
  return declaredApi({ paths, securityDefinitions: definitions }, more);
}

function serve(usagePlan: object, now: () => number = () => NOON): Stage {
  return stageOf(keyed(usagePlan), { [FUNCTION_ARN]: () => result({ statusCode: 200 }) }, { now });
}

async function call(stage: Stage, name: string): Promise<number> {
  return (await send(stage, "POST", "/dev/mcp", { "X-Api-Key": `local-${name}` })).status;
}

async function calls(stage: Stage, name: string, times: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let count = 0; count < times; count += 1) statuses.push(await call(stage, name));
  return statuses;
}

describe("an API key", () => {
  const refused: readonly (readonly [what: string, headers: Record<string, string>])[] = [
    ["no key", {}],
    ["an empty key", { "x-api-key": "" }],
    ["an unknown key", { "x-api-key": "local-eve" }],
    ["the key's id", { "x-api-key": "alice-id" }],
    ["two keys", { "x-api-key": "local-alice, local-bob" }],
    ["a disabled key", { "x-api-key": "local-closed" }],
    ["a key that is in no plan of the stage", { "x-api-key": "local-outsider" }],
  ];
  for (const [what, headers] of refused) {
    it(`is needed: ${what} is refused with 403`, async () => {
      const stage = stageOf(keyed({}), {});

      const response = await send(stage, "POST", "/dev/mcp", headers);

      expect(response.status).to.equal(403);
      expect(response.body.toString()).to.equal('{"message":"Forbidden"}');
    });
  }

  it("is in the function's event, with its id", async () => {
    const events: APIGatewayProxyEvent[] = [];
    const stage = stageOf(keyed({}), {
      [FUNCTION_ARN]: (event) => {
        events.push(event as APIGatewayProxyEvent);
        return result({ statusCode: 200 });
      },
    });

    expect(await call(stage, "alice")).to.equal(200);

    expect(events[0]?.requestContext.identity).to.include({
      apiKey: "local-alice",
      apiKeyId: "alice-id",
    });
    expect(events[0]?.requestContext.authorizer).to.equal(null);
  });

  it("is refused by its own gateway response", async () => {
    const program = keyed({});
    const responses = { INVALID_API_KEY: { responseTemplates: { "application/json": "no key" } } };
    const [api, ...rest] = program.resources;
    const body = JSON.parse(String(api?.inputs["body"])) as object;
    const changed = resource(
      "aws:apigateway/restApi:RestApi",
      { body: JSON.stringify({ ...body, "x-amazon-apigateway-gateway-responses": responses }) },
      api?.outputs,
    );
    const stage = stageOf(
      { ...program, resources: [{ ...changed, outputs: api?.outputs ?? {} }, ...rest] },
      {},
    );

    expect((await send(stage, "POST", "/dev/mcp")).body.toString()).to.equal("no key");
  });

  it("is looked at after the authorizer, where a method needs both", async () => {
    const definitions = { ...definition, ...authorizerDefinition() };
    const security = [{ jwt: [], apiKey: [] }];
    const stage = stageOf(keyed({}, { security, definitions }), {
      [AUTHORIZER_ARN]: () => thrown("Unauthorized"),
    });

    const headers = { Authorization: "Bearer a", "x-api-key": "local-eve" };

    expect((await send(stage, "POST", "/dev/mcp", headers)).status).to.equal(401);
  });
});

describe("a usage plan", () => {
  it("throttles each of its keys by itself", async () => {
    let now = NOON;
    const stage = serve({ throttleSettings: { rateLimit: 1, burstLimit: 2 } }, () => now);

    expect(await calls(stage, "alice", 3)).to.deep.equal([200, 200, 429]);
    expect(await calls(stage, "bob", 3)).to.deep.equal([200, 200, 429]);
    now += 1_000;
    expect(await calls(stage, "alice", 2)).to.deep.equal([200, 429]);
  });

  const periods: readonly (readonly [period: string, before: number, after: number])[] = [
    ["DAY", NOON + DAY_MS / 2 - 1, NOON + DAY_MS / 2],
    ["WEEK", Date.UTC(2026, 10, 28, 23, 59), Date.UTC(2026, 10, 29)],
    ["MONTH", Date.UTC(2026, 10, 30, 23, 59), Date.UTC(2026, 11, 1)],
  ];
  for (const [period, before, after] of periods) {
    it(`counts a quota for each key, and anew with each ${period} in UTC`, async () => {
      let now = NOON;
      const stage = serve({ quotaSettings: { limit: 2, period } }, () => now);

      expect(await calls(stage, "alice", 3)).to.deep.equal([200, 200, 429]);
      expect(await calls(stage, "bob", 1)).to.deep.equal([200]);
      now = before;
      expect(await calls(stage, "alice", 1)).to.deep.equal([429]);
      now = after;
      expect(await calls(stage, "alice", 3)).to.deep.equal([200, 200, 429]);
    });
  }

  it("says which of its limits is used up", async () => {
    const throttled = serve({ throttleSettings: { rateLimit: 1, burstLimit: 0 } });
    const used = serve({ quotaSettings: { limit: 0, period: "DAY" } });
    const headers = { "x-api-key": "local-alice" };

    const texts = [
      (await send(throttled, "POST", "/dev/mcp", headers)).body.toString(),
      (await send(used, "POST", "/dev/mcp", headers)).body.toString(),
    ];

    expect(texts).to.deep.equal([
      '{"message":"Too Many Requests"}',
      '{"message":"Limit Exceeded"}',
    ]);
  });

  it("of another stage opens nothing", async () => {
    const stage = serve({ apiStages: [{ apiId: "api", stage: "prod" }] });

    expect(await call(stage, "alice")).to.equal(403);
  });

  const unknown: readonly (readonly [what: string, inputs: object, reason: string])[] = [
    [
      "throttles of single methods",
      { apiStages: [{ apiId: "api", stage: "dev", throttles: [{ path: "/mcp/POST" }] }] },
      "throttles of single methods",
    ],
    ["a quota's offset", { quotaSettings: { limit: 1, period: "DAY", offset: 1 } }, "offset"],
    ["another period", { quotaSettings: { limit: 1, period: "HOUR" } }, "HOUR"],
  ];
  for (const [what, inputs, reason] of unknown) {
    it(`is refused with ${what}, by name`, () => {
      expect(() => readRestApi(keyed(inputs))).to.throw(UserError, reason);
    });
  }
});
