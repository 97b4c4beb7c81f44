/**
 * Stacks of one project in one account: dev and prod in one region, and prod in a second one under
 * another backend, which Pulumi takes for a stack of its own. Neither has anything of the other's. Then
 * tags come to a stack that is deployed, and one that is protected is removed. Does not prove that AWS
 * itself keeps them apart.
 */
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";
import { UNTHROTTLED } from "../support/local-server";
import { DeployedProject } from "./deployed-project";
import { inventory } from "./emulator";
import { missingPrerequisite } from "./prerequisites";
import { askedDuring } from "./request-loop";

const REGION = "ap-northeast-2";
const OTHER_REGION = "us-east-1";
const missing = missingPrerequisite();
if (missing !== undefined) console.log(`test:e2e ${missing}`);

interface Resource {
  readonly urn: string;
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly protect?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

/** Names that are one in an account, whatever the region, and their services. */
const ACCOUNT_WIDE: readonly (readonly [type: string, key: string])[] = [
  ["aws:iam/role:Role", "name"],
  ["aws:cloudwatch/dashboard:Dashboard", "dashboardName"],
];
/** Names that are one in a region. */
const REGIONAL: readonly (readonly [type: string, key: string])[] = [
  ["aws:lambda/function:Function", "name"],
  ["aws:lambda/layerVersion:LayerVersion", "layerName"],
  ["aws:cloudwatch/logGroup:LogGroup", "name"],
  ["aws:cloudwatch/metricAlarm:MetricAlarm", "name"],
  ["aws:cloudwatch/queryDefinition:QueryDefinition", "name"],
  ["aws:ssm/parameter:Parameter", "name"],
];

(missing === undefined ? describe : describe.skip)("stacks of one project", () => {
  const projects: DeployedProject[] = [];
  let dev: DeployedProject;
  let prod: DeployedProject;
  let abroad: DeployedProject;

  async function resourcesOf(project: DeployedProject, stack: string): Promise<Resource[]> {
    const text = await project.succeed("pulumi", "stack", "export", "--stack", stack);
    const { deployment } = JSON.parse(text) as {
      readonly deployment: { readonly resources: Resource[] };
    };
    return deployment.resources.filter(({ custom }) => custom);
  }

  async function namesOf(
    project: DeployedProject,
    stack: string,
    kinds: readonly (readonly [type: string, key: string])[],
  ): Promise<readonly string[]> {
    const resources = await resourcesOf(project, stack);
    return kinds.flatMap(([type, key]) => {
      const names = resources
        .filter((resource) => resource.type === type)
        .map(({ inputs }) => `${type} ${String(inputs?.[key])}`);
      expect(names, type).to.not.deep.equal([]);
      return names;
    });
  }

  async function create(stack: string, settings: Record<string, string>): Promise<DeployedProject> {
    const project = await DeployedProject.create(stack, (folder) => {
      const file = `Pulumi.${stack}.yaml`;
      const own = path.join(PROJECT_ROOT, file);
      if (fs.existsSync(own)) fs.copyFileSync(own, path.join(folder, file));
    });
    projects.push(project);
    await project.up(settings);
    return project;
  }

  before(async () => {
    dev = await create("beside", { "aws:region": REGION, ...UNTHROTTLED });
    // As Pulumi.prod.yaml has it.
    prod = await create("prod", { "aws:region": REGION });
    abroad = await create("prod", { "aws:region": OTHER_REGION });
  });

  after(async () => {
    for (const project of projects) {
      await project.run("pulumi", "state", "unprotect", "--all", "--yes");
      await project.remove();
    }
  });

  it("share no name in one region", async () => {
    const kinds = [...ACCOUNT_WIDE, ...REGIONAL];
    const one = await namesOf(dev, "beside", kinds);
    const other = new Set(await namesOf(prod, "prod", kinds));

    expect(one.filter((name) => other.has(name))).to.deep.equal([]);
  });

  it("share no name that is the account's, where they are called the same in two regions", async () => {
    const here = await namesOf(prod, "prod", ACCOUNT_WIDE);
    const there = await namesOf(abroad, "prod", ACCOUNT_WIDE);

    expect(here.map((name) => name.replace(REGION, OTHER_REGION))).to.deep.equal(there);
    expect(here.filter((name) => there.includes(name))).to.deep.equal([]);
    const { roles = [] } = await inventory(REGION);
    expect(roles).to.include.members([
      `mcp-server-prod-${REGION}`,
      `mcp-server-prod-${OTHER_REGION}`,
    ]);
  });

  it("get tags while they are deployed, and nothing is made anew", async () => {
    const before = await resourcesOf(dev, "beside");
    await dev.configure({ tags: '{"team":"orders"}' });

    await askedDuring(await dev.emulatorEndpoint(), () => dev.npm("up"));

    const after = await resourcesOf(dev, "beside");
    const idsOf = (resources: readonly Resource[]): readonly string[] =>
      resources
        .filter(({ type }) => type.startsWith("aws:") && !/deployment:|layerVersion:/.test(type))
        .map(({ urn, id = "" }) => `${urn} ${id}`);
    expect(idsOf(after)).to.have.members(idsOf(before));
    const api = after.find(({ type }) => type === "aws:apigateway/restApi:RestApi");
    expect(api?.inputs?.["tags"]).to.deep.include({ team: "orders" });
    const again = await dev.run("pulumi", "preview", "--expect-no-changes", "--stack", "beside");
    expect(again.code, again.output).to.equal(0);
  });

  it("are not removed while they are protected, and it is said how to", async () => {
    const guarded = (await resourcesOf(prod, "prod")).filter(({ protect }) => protect === true);
    expect(new Set(guarded.map(({ type }) => type))).to.deep.equal(
      new Set(["aws:apigateway/restApi:RestApi", "aws:cloudwatch/logGroup:LogGroup"]),
    );

    const { code, output } = await prod.run("npm", "run", "destroy", "--", "--stack", "prod");

    expect(code).to.not.equal(0);
    expect(output).to.match(/prod is protected \(.*MCPApi.*\), so nothing was removed\./);
    const [, advice = ""] = /To take it off: (.*)/.exec(output) ?? [];
    for (const command of advice.split(" && ")) {
      const [program = "", ...args] = command.split(" ");
      // The emulator does not say whose key it was, so nobody is admitted there.
      await prod.succeed(program, ...args, ...(args.includes("up") ? ["--no-smoke"] : []));
    }
    await askedDuring(await dev.emulatorEndpoint(), () => prod.npm("destroy"));
    const { functions = [], apis = [] } = await inventory(REGION);
    expect(functions).to.include("mcp-server-beside").and.not.include("mcp-server-prod");
    expect(apis).to.have.length(1);
    expect((await inventory(OTHER_REGION))["functions"]).to.include("mcp-server-prod");
  });
});
