/** What a function waits for: without its policies the first calls could write no log. */
import { expect } from "chai";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { HandlerBundle } from "pulumi-handler-layer";
import { createLambdaFunction } from "../../infra/function/lambda-function";
import { MockedResources } from "../support/mocked-resources";

const STATEMENT: aws.iam.PolicyStatement = {
  Effect: "Allow",
  Action: ["dynamodb:GetItem"],
  Resource: "arn:aws:dynamodb:ap-northeast-2:123456789012:table/orders",
};

/** Of a handler that does nothing: what is in it does not matter here. */
const BUNDLE: HandlerBundle = {
  layer: Promise.resolve(new pulumi.asset.AssetArchive({})),
  files: [],
  callbackFactory: () => async () => undefined,
  text: "",
};

describe("createLambdaFunction", () => {
  const mocked = new MockedResources({
    "aws:iam/role:Role": { arn: "arn:aws:iam::123456789012:role/mcp-server-dev" },
  });

  before(() => mocked.start());
  beforeEach(() => {
    mocked.clear();
  });

  const ARGS = {
    ...{ name: "mcp-server-dev", title: "MCP server", bundle: BUNDLE, variables: {} },
    ...{ logRetentionDays: 14, xray: false, architecture: "arm64" as const, memoryMb: 512 },
    ...{ timeoutSeconds: 10, permissionsBoundaryArn: undefined },
  };

  async function waitsFor(statements: readonly aws.iam.PolicyStatement[]): Promise<string[]> {
    createLambdaFunction("mcp-server", { ...ARGS, statements }, mocked.opts);
    const all = await mocked.all();
    const names = Object.keys(all).filter((key) => key.startsWith("aws:iam/rolePolicy:"));
    const awaited = mocked.dependenciesOf("aws:lambda/function:Function", "mcp-server");
    expect(awaited).to.have.members(names);
    return awaited;
  }

  it("makes the function after the policy that lets it write its log", async () => {
    expect(await waitsFor([])).to.have.length(1);
  });

  it("makes the function after the policy of its tools too", async () => {
    expect(await waitsFor([STATEMENT])).to.have.length(2);
  });

  it("takes a name of its role that has 64 characters with the region, and none that is longer", async () => {
    const accountSuffix = "-ap-northeast-2";
    const declare = (length: number): void => {
      const name = "s".repeat(length - accountSuffix.length);
      createLambdaFunction(
        "mcp-server",
        { ...ARGS, name, accountSuffix, statements: [] },
        mocked.opts,
      );
    };

    declare(64);
    const { "mcp-server-role": role } = await mocked.inputsOf("aws:iam/role:Role");

    expect(role?.["name"]).to.have.length(64);
    expect(() => {
      declare(65);
    }).to.throw(
      pulumi.RunError,
      /^"s{50}-ap-northeast-2" cannot name the role of the function s{50}: AWS takes at most 64 characters\./,
    );
  });
});
