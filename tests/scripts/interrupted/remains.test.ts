/**
 * What is removed of what an interrupted run left, and what is not, with a stand-in for AWS that has one
 * answer for each request. Does not prove that AWS removes it; tests/e2e has the engine and an emulator.
 */
import { expect } from "chai";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import type { InterruptedState } from "../../../scripts/interrupted/pending-creates";
import { removalOf } from "../../../scripts/interrupted/remains";
import { closedAfterEach } from "../../support/closed-after";

const SINCE = "2026-05-04T12:00:00Z";
const seconds = (time: string): number => Date.parse(time) / 1_000;
const BEFORE = seconds("2026-05-04T11:00:00Z");
const AFTER = seconds("2026-05-04T12:00:05Z");

type Answers = Readonly<Record<string, unknown>>;

interface Asked {
  /** What was not a question, in order. */
  readonly removed: readonly string[];
}

describe("what an interrupted run left", () => {
  const keep = closedAfterEach();
  const variables = ["AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;
  let before: Readonly<Record<string, string | undefined>> = {};

  beforeEach(() => {
    before = Object.fromEntries(variables.map((name) => [name, process.env[name]]));
  });

  afterEach(() => {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  });

  /** @param answers to "GET /path", or for JSON protocols to the operation's name. */
  async function remove(
    type: string,
    inputs: Readonly<Record<string, unknown>>,
    answers: Answers,
    ids: readonly string[] = [],
  ): Promise<Asked> {
    const removed: string[] = [];
    const server = keep(
      http.createServer((request, response) => {
        let body = "";
        request.on("data", (chunk: Buffer) => (body += chunk.toString("utf8")));
        request.on("end", () => {
          const { pathname } = new URL(request.url ?? "/", "http://aws");
          const operation =
            String(request.headers["x-amz-target"] ?? "")
              .split(".")
              .at(-1) ?? "";
          const asked = operation === "" ? `${request.method ?? ""} ${pathname}` : operation;
          if (!/^(GET |Get|Describe)/.test(asked)) {
            removed.push(operation === "" && body === "" ? asked : `${asked} ${body}`);
          }
          const answer = answers[asked] ?? {};
          const missing = answer === "missing";
          response.writeHead(missing ? 404 : 200, {
            "content-type": "application/json",
            ...(missing && { "x-amzn-errortype": "NotFoundException" }),
          });
          response.end(JSON.stringify(missing ? { message: "not found" } : answer));
        });
      }),
    );
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: "example",
      AWS_SECRET_ACCESS_KEY: "example",
    });
    const create = { urn: `urn:pulumi:dev::mcp-server::${type}::it`, type, inputs, parent: "" };
    const state: InterruptedState = {
      creates: [create],
      ids: new Set(ids),
      stackUrn: "",
      since: new Date(SINCE),
    };
    const access = { region: "eu-west-1", profile: undefined };
    await removalOf(create)?.({ access, state });
    return { removed };
  }

  it("is an API that was made since, has no stage, and is not the stack's", async () => {
    const api = (id: string, createdDate: number, name = "MCPApi"): unknown => ({
      id,
      name,
      createdDate,
    });
    const item = [
      api("left", AFTER),
      api("old", BEFORE),
      api("known", AFTER),
      api("serves", AFTER),
      api("foreign", AFTER, "MCPApi2"),
    ];
    const answers = {
      "GET /restapis": { item },
      "GET /restapis/serves/stages": { item: [{ stageName: "prod" }] },
    };
    const { removed } = await remove(
      "aws:apigateway/restApi:RestApi",
      { name: "MCPApi" },
      answers,
      ["known"],
    );
    expect(removed).to.deep.equal(["DELETE /restapis/left"]);
  });

  it("is the stage of its API, or there is none", async () => {
    const inputs = { restApi: "abc", stageName: "dev" };
    const type = "aws:apigateway/stage:Stage";
    const path = "DELETE /restapis/abc/stages/dev";
    expect(await remove(type, inputs, {})).to.deep.equal({ removed: [path] });
    expect(await remove(type, inputs, { [path]: "missing" })).to.deep.equal({ removed: [path] });
    expect(await remove(type, { stageName: "dev" }, {})).to.deep.equal({ removed: [] });
  });

  it("is the alias of its function, or there is none", async () => {
    const inputs = { functionName: "mcp-server-dev", name: "live" };
    const { removed } = await remove("aws:lambda/alias:Alias", inputs, {});
    expect(removed).to.deep.equal(["DELETE /2015-03-31/functions/mcp-server-dev/aliases/live"]);
  });

  it("are versions of its layer that were made since, and are not the stack's", async () => {
    const version = (Version: number, CreatedDate: string): unknown => ({
      Version,
      CreatedDate,
      LayerVersionArn: `arn:aws:lambda:eu-west-1:1:layer:deps:${Version}`,
    });
    const LayerVersions = [
      version(3, "2026-05-04T12:00:01.000+0000"),
      version(2, "2026-05-04T12:00:00.000+0000"),
      version(1, "2026-05-04T10:00:00.000+0000"),
    ];
    const { removed } = await remove(
      "aws:lambda/layerVersion:LayerVersion",
      { layerName: "deps" },
      { "GET /2018-10-31/layers/deps/versions": { LayerVersions } },
      ["arn:aws:lambda:eu-west-1:1:layer:deps:2"],
    );
    expect(removed).to.deep.equal(["DELETE /2018-10-31/layers/deps/versions/3"]);
  });

  it("are keys of its whole name that are not the stack's", async () => {
    const item = [
      { id: "left", name: "mcp-server-dev-web" },
      { id: "known", name: "mcp-server-dev-web" },
      { id: "longer", name: "mcp-server-dev-web-2" },
    ];
    const { removed } = await remove(
      "aws:apigateway/apiKey:ApiKey",
      { name: "mcp-server-dev-web" },
      { "GET /apikeys": { item } },
      ["known"],
    );
    expect(removed).to.deep.equal(["DELETE /apikeys/left"]);
  });

  it("are usage plans of its name, which are taken off their stage first", async () => {
    const item = [
      { id: "left", name: "mcp-server-dev", apiStages: [{ apiId: "abc", stage: "dev" }] },
      { id: "other", name: "mcp-server-prod" },
    ];
    const { removed } = await remove(
      "aws:apigateway/usagePlan:UsagePlan",
      { name: "mcp-server-dev" },
      { "GET /usageplans": { item } },
    );
    const [taken = "", ...rest] = removed;
    expect(taken)
      .to.match(/^PATCH \/usageplans\/left /)
      .and.include('"value":"abc:dev"');
    expect(rest).to.deep.equal(["DELETE /usageplans/left"]);
  });

  it("are saved queries of its whole name that are not the stack's", async () => {
    const name = "mcp-server-dev/Last errors";
    const queryDefinitions = [
      { queryDefinitionId: "left", name },
      { queryDefinitionId: "known", name },
      { queryDefinitionId: "longer", name: `${name} of all` },
    ];
    const { removed } = await remove(
      "aws:cloudwatch/queryDefinition:QueryDefinition",
      { name },
      { DescribeQueryDefinitions: { queryDefinitions } },
      ["known"],
    );
    expect(removed).to.deep.equal(['DeleteQueryDefinition {"queryDefinitionId":"left"}']);
  });

  it("is a parameter that was made since, and none that is older or not there", async () => {
    const type = "aws:ssm/parameter:Parameter";
    const inputs = { name: "/mcp-server-dev/state-key" };
    const made = (LastModifiedDate: number): Answers => ({
      GetParameter: { Parameter: { Name: inputs.name, LastModifiedDate } },
    });
    expect(await remove(type, inputs, made(AFTER))).to.deep.equal({
      removed: [`DeleteParameter ${JSON.stringify({ Name: inputs.name })}`],
    });
    expect(await remove(type, inputs, made(BEFORE))).to.deep.equal({ removed: [] });
    expect(await remove(type, inputs, { GetParameter: "missing" })).to.deep.equal({ removed: [] });
  });

  it("is left alone where it may hold something, or is made over", async () => {
    for (const type of ["aws:dynamodb/table:Table", "aws:cloudwatch/dashboard:Dashboard"]) {
      expect(await remove(type, { name: "mcp-server-dev" }, {})).to.deep.equal({ removed: [] });
    }
  });

  it("is left alone where its name is not known, although others have none either", async () => {
    const answers = { "GET /apikeys": { item: [{ id: "nameless" }] } };
    const { removed } = await remove("aws:apigateway/apiKey:ApiKey", {}, answers);
    expect(removed).to.deep.equal([]);
  });
});
