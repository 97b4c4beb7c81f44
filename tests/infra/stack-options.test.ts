/**
 * What the settings `tags`, `protect` and `regionInNames` do to all resources of a stack. Does not prove
 * that AWS takes the tags, nor that the engine keeps what is protected: tests/e2e/two-stacks.e2e.ts.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { expect } from "chai";
import * as path from "node:path";
import type { DeclaredResource } from "pulumi-local";
import { stackOptions, type StackOptionsArgs } from "../../infra/stack-options";
import { MockedResources } from "../support/mocked-resources";
import { declare, SERVED_PROGRAM, stackSettings } from "../support/program";

const SETTINGS_PROGRAM = path.join(__dirname, "..", "fixtures", "settings");
const TAGS = { team: "orders", "cost center": "4711" };
/** With what makes most kinds of resources. */
const MOST = {
  accessLogs: "true",
  alarmEmail: "you@example.com",
  auth: "apiKey",
  apiKeys: "ci",
  domainName: "mcp.example.com",
  hostedZoneId: "Z0123456789EXAMPLE",
  monthlyBudgetUsd: "77",
  waf: "true",
};

async function resourcesOf(
  config: Readonly<Record<string, string>>,
  programFolder = SETTINGS_PROGRAM,
): Promise<readonly DeclaredResource[]> {
  const full = Object.entries(config).map(([key, value]) => [`mcp-server:${key}`, value] as const);
  const settings = stackSettings(Object.fromEntries(full));
  const { program } = await declare({ settings, programFolder });
  return program.resources.filter(({ custom }) => custom);
}

function typesOf(resources: readonly DeclaredResource[]): readonly string[] {
  return [...new Set(resources.map(({ type }) => type))].sort();
}

describe("the setting tags", () => {
  let tagged: readonly DeclaredResource[];

  before(async function () {
    this.timeout(120_000);
    tagged = await resourcesOf({ ...MOST, tags: JSON.stringify(TAGS) });
  });

  it("gives its tags to every resource that takes any, and no others", () => {
    const [withTags, without] = [true, false].map((is) =>
      tagged.filter(({ inputs }) => (inputs["tags"] !== undefined) === is),
    );

    for (const { inputs } of withTags ?? []) expect(inputs["tags"]).to.deep.equal(TAGS);
    expect(typesOf(without ?? [])).to.deep.equal([
      "aws:acm/certificateValidation:CertificateValidation",
      "aws:apigateway/basePathMapping:BasePathMapping",
      "aws:apigateway/deployment:Deployment",
      "aws:apigateway/methodSettings:MethodSettings",
      "aws:apigateway/usagePlanKey:UsagePlanKey",
      "aws:cloudwatch/dashboard:Dashboard",
      "aws:cloudwatch/queryDefinition:QueryDefinition",
      "aws:iam/rolePolicy:RolePolicy",
      "aws:lambda/alias:Alias",
      "aws:lambda/layerVersion:LayerVersion",
      "aws:lambda/permission:Permission",
      "aws:route53/record:Record",
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
      "aws:s3/bucketPolicy:BucketPolicy",
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
      "aws:sns/topicPolicy:TopicPolicy",
      "aws:sns/topicSubscription:TopicSubscription",
      "aws:wafv2/webAclAssociation:WebAclAssociation",
    ]);
    expect(typesOf(withTags ?? [])).to.include.members([
      "aws:apigateway/restApi:RestApi",
      "aws:apigateway/stage:Stage",
      "aws:dynamodb/table:Table",
      "aws:iam/role:Role",
      "aws:lambda/function:Function",
    ]);
  });

  it("leaves everything else as it is without it", async () => {
    const plain = await resourcesOf({}, SERVED_PROGRAM);

    const same = (await resourcesOf({ tags: JSON.stringify(TAGS) }, SERVED_PROGRAM)).map(
      ({ inputs: { tags: _, ...inputs }, ...resource }) => ({ ...resource, inputs }),
    );

    const inputsOf = (resources: readonly Pick<DeclaredResource, "type" | "name" | "inputs">[]) =>
      resources
        .map(({ type, name, inputs: { code: _, ...inputs } }) => ({
          id: `${type} ${name}`,
          inputs,
        }))
        .sort((one, other) => one.id.localeCompare(other.id));
    expect(inputsOf(same)).to.deep.equal(inputsOf(plain));
  });
});

/** What a component with these options makes of its children. */
class Stack extends pulumi.ComponentResource {
  constructor(seen: Map<string, boolean>, args: StackOptionsArgs) {
    const { transformations = [] } = stackOptions(args);
    const see: pulumi.ResourceTransformation = ({ name, opts }) => {
      seen.set(name, opts.protect ?? false);
      return undefined;
    };
    super("test:Stack", "stack", {}, { transformations: [...transformations, see] });
    const child = { parent: this };
    new aws.apigateway.RestApi("api", { tags: { team: "own" } }, child);
    new aws.apigateway.DomainName("domain", { domainName: "mcp.example.com" }, child);
    new aws.apigateway.ApiKey("key", {}, child);
    new aws.cloudwatch.LogGroup("log", {}, child);
    new aws.cloudwatch.LogGroup("scratch", {}, { ...child, protect: false });
    new aws.apigateway.Deployment("deployment", { restApi: "id" }, child);
    this.registerOutputs();
  }
}

describe("stackOptions", () => {
  const resources = new MockedResources();

  async function declared(args: StackOptionsArgs): Promise<ReadonlyMap<string, boolean>> {
    await resources.start();
    resources.clear();
    const seen = new Map<string, boolean>();
    await new Promise((resolve) => new Stack(seen, args).urn.apply(resolve));
    return seen;
  }

  it("protects the API, the domain and logs, and nothing that a deployment replaces", async () => {
    const seen = await declared({ tags: {}, protect: true });

    expect(Object.fromEntries(seen)).to.deep.equal({
      ...{ stack: false, api: true, domain: true, log: true },
      ...{ key: false, scratch: false, deployment: false },
    });
  });

  it("adds its tags to those that a resource has of its own, which win", async () => {
    await resources.start();
    resources.clear();
    const { transformations = [] } = stackOptions({
      tags: { ...TAGS, stage: "dev" },
      protect: false,
    });
    const all = [...transformations, ...(resources.opts.transformations ?? [])];

    new aws.apigateway.RestApi("api", { tags: { team: "own" } }, { transformations: all });

    const { api } = await resources.inputsOf("aws:apigateway/restApi:RestApi");
    expect(api?.["tags"]).to.deep.equal({ team: "own", "cost center": "4711", stage: "dev" });
  });

  it("protects nothing without the setting", async () => {
    const seen = await declared({ tags: {}, protect: false });

    expect([...seen.values()]).to.not.include(true);
    expect(stackOptions({ tags: {}, protect: false })).to.deep.equal({ transformations: [] });
  });
});

describe("the setting regionInNames", () => {
  const ACCOUNT_WIDE: readonly (readonly [type: string, key: string])[] = [
    ["aws:iam/role:Role", "name"],
    ["aws:cloudwatch/dashboard:Dashboard", "dashboardName"],
    ["aws:budgets/budget:Budget", "name"],
  ];

  async function namesOf(config: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const all = await resourcesOf({ ...config, ...MOST });
    return ACCOUNT_WIDE.flatMap(([type, key]) =>
      all
        .filter((resource) => resource.type === type)
        .map(({ name, inputs }) => (inputs[key] as string | undefined) ?? name),
    ).sort();
  }

  it("ends what is one per account in the region", async () => {
    expect(await namesOf({ regionInNames: "true" })).to.deep.equal([
      "mcp-server-dev-ap-northeast-2",
      "mcp-server-dev-ap-northeast-2",
      "mcp-server-dev-ap-northeast-2",
      "mcp-server-dev-tasks-ap-northeast-2",
    ]);
  }).timeout(120_000);

  it("changes no name without it", async () => {
    expect(await namesOf({})).to.deep.equal([
      "mcp-server-dev",
      "mcp-server-dev",
      "mcp-server-dev",
      "mcp-server-dev-tasks",
    ]);
  }).timeout(120_000);
});
