/** API keys and their usage plan. That a state has no clear text is the engine's doing: tests/e2e. */
import { expect } from "chai";
import * as pulumi from "@pulumi/pulumi";
import { createUsagePlan } from "../../infra/api/usage-plan";
import { type ApiKeys, createApiKeys } from "../../infra/authorization/api-keys";
import { known, MockedResources } from "../support/mocked-resources";

const KEY = "aws:apigateway/apiKey:ApiKey";
const PLAN = "aws:apigateway/usagePlan:UsagePlan";
const PLAN_KEY = "aws:apigateway/usagePlanKey:UsagePlanKey";
const VALUE = "0123456789abcdefghijABCDEFGHIJ0123456789";

describe("API keys", () => {
  const mocked = new MockedResources({ [KEY]: { value: VALUE }, [PLAN_KEY]: { value: VALUE } });
  before(async () => {
    await mocked.start();
  });
  beforeEach(() => {
    mocked.clear();
  });

  function keysOf(...keys: string[]): ApiKeys {
    return createApiKeys("mcp-api", { name: "mcp-server-dev", keys }, mocked.opts);
  }

  function plan(given: ApiKeys, quotaPerDay = 0): void {
    const limits = { rate: 5, burst: 10, quotaPerDay };
    const stage = { restApiId: "abcdef1234", stageName: pulumi.output("dev") };
    const { keys } = given;
    createUsagePlan("mcp-api", { name: "mcp-server-dev", keys, ...stage, ...limits }, mocked.opts);
  }

  it("are one for each name, without a value of ours", async () => {
    keysOf("partner", "ci");

    expect(await mocked.inputsOf(KEY)).to.deep.equal({
      "mcp-api-ci": { name: "mcp-server-dev-ci", description: 'Key "ci" of the MCP server' },
      "mcp-api-partner": {
        name: "mcp-server-dev-partner",
        description: 'Key "partner" of the MCP server',
      },
    });
  });

  it("keep their logical names when a name is added, so that theirs are not touched", async () => {
    plan(keysOf("ci"));
    const before = await mocked.all();
    mocked.clear();

    plan(keysOf("another", "ci"));

    const after = await mocked.all();
    expect(after).to.deep.include(before);
    expect(Object.keys(after)).to.have.members([
      ...Object.keys(before),
      `${KEY} mcp-api-another`,
      `${PLAN_KEY} mcp-api-another`,
    ]);
  });

  it("are told to the function by id, in an order that is not the setting's", async () => {
    const names = { "mcp-api-ci-id": "ci", "mcp-api-partner-id": "partner" };

    expect(await known(keysOf("partner", "ci").names)).to.equal(JSON.stringify(names));
    expect(await known(keysOf("ci", "partner").names)).to.equal(JSON.stringify(names));
  });

  it("have their values in one secret", async () => {
    const { values } = keysOf("ci", "partner");

    expect(await pulumi.isSecret(values)).to.equal(true);
    expect(await known(values)).to.deep.equal({ ci: VALUE, partner: VALUE });
  });

  it("have no value among the names", async () => {
    const { names } = keysOf("ci");

    expect(await known(names)).to.not.include(VALUE);
  });

  it("have values that the state keeps encrypted, also where the plan repeats them", async () => {
    plan(keysOf("ci"));
    await mocked.all();

    expect(mocked.secretOutputsOf(KEY, "mcp-api-ci")).to.include("value");
    expect(mocked.secretOutputsOf(PLAN_KEY, "mcp-api-ci")).to.include("value");
  });

  it("open the stage through one plan, which limits each", async () => {
    plan(keysOf("ci", "partner"));

    expect(await mocked.inputsOf(PLAN)).to.deep.equal({
      "mcp-api-usage-plan": {
        name: "mcp-server-dev",
        description: "Limits of each key of the MCP server",
        apiStages: [{ apiId: "abcdef1234", stage: "dev" }],
        throttleSettings: { rateLimit: 5, burstLimit: 10 },
      },
    });
    const inPlan = { keyType: "API_KEY", usagePlanId: "mcp-api-usage-plan-id" };
    expect(await mocked.inputsOf(PLAN_KEY)).to.deep.equal({
      "mcp-api-ci": { keyId: "mcp-api-ci-id", ...inPlan },
      "mcp-api-partner": { keyId: "mcp-api-partner-id", ...inPlan },
    });
  });

  it("have a quota a day where one is set", async () => {
    plan(keysOf("ci"), 1000);

    const { "mcp-api-usage-plan": inputs } = await mocked.inputsOf(PLAN);
    expect(inputs?.["quotaSettings"]).to.deep.equal({ limit: 1000, period: "DAY" });
  });
});
