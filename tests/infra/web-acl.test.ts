/** The web ACL in front of the stage. Does not prove that AWS blocks what its rules say. */
import { expect } from "chai";
import type * as aws from "@pulumi/aws";
import { createWebAcl, type WebAclArgs } from "../../infra/api/web-acl";
import { MockedResources } from "../support/mocked-resources";

const ACL = "aws:wafv2/webAcl:WebAcl";
const STAGE = "arn:aws:apigateway:eu-west-1::/restapis/abcdef1234/stages/dev";
const ARN = "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/mcp-server-dev/x";

interface Rule {
  readonly name: string;
  readonly priority: number;
  readonly overrideAction?: object;
  readonly action?: { readonly block: { readonly customResponse: Answer } };
  readonly statement: object;
  readonly visibilityConfig: aws.types.output.wafv2.WebAclVisibilityConfig;
}

interface Answer {
  readonly responseCode: number;
  readonly responseHeaders: readonly { readonly name: string; readonly value: string }[];
}

describe("createWebAcl", () => {
  const mocked = new MockedResources({ [ACL]: { arn: ARN } });
  before(async () => {
    await mocked.start();
  });
  beforeEach(() => {
    mocked.clear();
  });

  async function inputs(
    args: Partial<WebAclArgs> = {},
  ): Promise<Readonly<Record<string, unknown>>> {
    const fixed = { name: "mcp-server-dev", stageArn: STAGE, throttleRate: 20 };
    createWebAcl("mcp-api", { ...fixed, ...args }, mocked.opts);
    return (await mocked.inputsOf(ACL))["mcp-api-web-acl"] ?? {};
  }

  async function rules(args: Partial<WebAclArgs> = {}): Promise<readonly Rule[]> {
    return (await inputs(args))["rules"] as Rule[];
  }

  it("stands before the stage and lets through what no rule blocks", async () => {
    const acl = await inputs();

    expect(acl).to.deep.include({
      name: "mcp-server-dev",
      scope: "REGIONAL",
      defaultAction: { allow: {} },
    });
    expect(await mocked.inputsOf("aws:wafv2/webAclAssociation:WebAclAssociation")).to.deep.equal({
      "mcp-api-web-acl": { resourceArn: STAGE, webAclArn: ARN },
    });
  });

  it("blocks known attackers, then floods, and counts what the common rules find", async () => {
    const found = await rules();

    const inOrder = [...found].sort((one, other) => one.priority - other.priority);
    expect(inOrder.map(({ name }) => name)).to.deep.equal(["reputation", "rate", "common"]);
    expect(new Set(found.map(({ priority }) => priority)).size).to.equal(found.length);
    expect(inOrder.map(({ overrideAction }) => overrideAction)).to.deep.equal([
      { none: {} },
      undefined,
      { count: {} },
    ]);
    expect(inOrder.map(({ statement }) => statement)).to.deep.equal([
      {
        managedRuleGroupStatement: {
          vendorName: "AWS",
          name: "AWSManagedRulesAmazonIpReputationList",
        },
      },
      { rateBasedStatement: { aggregateKeyType: "IP", evaluationWindowSec: 300, limit: 3_000 } },
      { managedRuleGroupStatement: { vendorName: "AWS", name: "AWSManagedRulesCommonRuleSet" } },
    ]);
  });

  for (const [throttleRate, limit] of [
    [1, 150],
    [10_000, 1_500_000],
  ] as const) {
    it(`limits an address to half of ${throttleRate}/s`, async () => {
      const rate = (await rules({ throttleRate })).find(({ name }) => name === "rate");

      expect(rate?.statement).to.have.nested.property("rateBasedStatement.limit", limit);
    });
  }

  it("answers a flood with 429 in the shape of JSON-RPC", async () => {
    const acl = await inputs({ headers: { "Access-Control-Allow-Origin": "*" } });

    const rate = (acl["rules"] as Rule[]).find(({ name }) => name === "rate");
    expect(rate?.action?.block.customResponse).to.deep.equal({
      responseCode: 429,
      customResponseBodyKey: "rate-limited",
      responseHeaders: [
        { name: "Retry-After", value: "300" },
        { name: "Access-Control-Allow-Origin", value: "*" },
      ],
    });
    const [body] = acl["customResponseBodies"] as { key: string; content: string }[];
    expect(body).to.deep.include({ key: "rate-limited", contentType: "APPLICATION_JSON" });
    expect(JSON.parse(body?.content ?? "")).to.deep.equal({
      jsonrpc: "2.0",
      id: null,
      error: {
        code: -32000,
        message: "Too many requests from your address. Try again in 5 minutes.",
      },
    });
  });

  it("keeps no samples of requests, which hold tokens and keys", async () => {
    const acl = await inputs();

    const views = [acl, ...(acl["rules"] as Rule[])].map((one) => one["visibilityConfig"]);
    expect(views).to.deep.equal(
      ["", "-reputation", "-rate", "-common"].map((end) => ({
        metricName: `mcp-server-dev${end}`,
        cloudwatchMetricsEnabled: true,
        sampledRequestsEnabled: false,
      })),
    );
  });
});
