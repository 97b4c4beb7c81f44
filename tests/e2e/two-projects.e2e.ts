/**
 * Two projects of this template in one account and region, with stacks of the same name: neither
 * watches, names or shows what is the other's. Does not prove that AWS itself keeps them apart.
 */
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { DeployedProject } from "./deployed-project";
import { missingPrerequisite } from "./prerequisites";

const STACK = "apart";
const REGION = "ap-northeast-2";
const missing = missingPrerequisite();
if (missing !== undefined) console.log(`test:e2e ${missing}`);

interface Resource {
  readonly type: string;
  readonly custom: boolean;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
}

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const DASHBOARD = "aws:cloudwatch/dashboard:Dashboard";
const QUERY = "aws:cloudwatch/queryDefinition:QueryDefinition";
const API = "aws:apigateway/restApi:RestApi";

function renameProject(folder: string, name: string): void {
  const file = path.join(folder, "Pulumi.yaml");
  fs.writeFileSync(file, fs.readFileSync(file, "utf8").replace(/^name: .*$/m, `name: ${name}`));
}

async function deployedBy(project: DeployedProject): Promise<readonly Resource[]> {
  const text = await project.succeed("pulumi", "stack", "export", "--stack", STACK);
  const { deployment } = JSON.parse(text) as {
    readonly deployment: { readonly resources: readonly Resource[] };
  };
  return deployment.resources.filter(({ custom }) => custom);
}

/** Names of the resources of a type. */
function namesOf(resources: readonly Resource[], type: string, key = "name"): string[] {
  const found = resources.filter((resource) => resource.type === type);
  return found.map(({ inputs }) => String(inputs?.[key]));
}

/** Each metric that alarms and dashboard read, with its dimensions, as one text. */
function metricsOf(resources: readonly Resource[]): Set<string> {
  const found = new Set<string>();
  const add = (namespace: unknown, name: unknown, dimensions: unknown): void => {
    found.add(JSON.stringify([namespace, name, dimensions]));
  };
  for (const { type, inputs = {} } of resources) {
    if (type === ALARM) {
      if (inputs["metricName"] !== undefined) {
        add(inputs["namespace"], inputs["metricName"], inputs["dimensions"]);
      }
      for (const query of (inputs["metricQueries"] ?? []) as {
        metric?: Record<string, unknown>;
      }[]) {
        const { metric } = query;
        if (metric) add(metric["namespace"], metric["metricName"], metric["dimensions"]);
      }
    }
    if (type !== DASHBOARD) continue;
    const { widgets } = JSON.parse(String(inputs["dashboardBody"])) as {
      readonly widgets: readonly { readonly properties: { readonly metrics?: unknown[][] } }[];
    };
    for (const [namespace, name, ...rest] of widgets.flatMap(
      ({ properties }) => properties.metrics ?? [],
    )) {
      if (typeof namespace !== "string") continue;
      const pairs = rest.filter((part) => typeof part === "string");
      const entries = pairs.flatMap((key, at) => (at % 2 === 0 ? [[key, pairs[at + 1]]] : []));
      add(namespace, name, Object.fromEntries(entries as [string, string][]));
    }
  }
  return found;
}

function shared<Item>(one: Iterable<Item>, other: Iterable<Item>): Item[] {
  const others = new Set(other);
  return [...one].filter((item) => others.has(item));
}

(missing === undefined ? describe : describe.skip)("two projects in one account", () => {
  const projects: DeployedProject[] = [];
  const deployed: (readonly Resource[])[] = [];

  before(async () => {
    for (const name of ["mcp-server", "my-tools"]) {
      const project = await DeployedProject.create(STACK, (folder) => {
        renameProject(folder, name);
      });
      projects.push(project);
      await project.up({ "aws:region": REGION });
      deployed.push(await deployedBy(project));
    }
  });

  after(async () => {
    for (const project of projects) await project.remove();
  });

  const both = (): readonly [readonly Resource[], readonly Resource[]] => {
    const [one, other] = deployed;
    if (one === undefined || other === undefined) throw new Error("not both are deployed");
    return [one, other];
  };

  it("have APIs of different names: mcp-server's as ever, the other's after its project", () => {
    const [one, other] = both();
    expect(namesOf(one, API)).to.deep.equal(["MCPApi"]);
    expect(namesOf(other, API)).to.deep.equal(["my-tools"]);
  });

  for (const [what, type, key] of [
    ["alarm", ALARM, "name"],
    ["dashboard", DASHBOARD, "dashboardName"],
    ["saved query", QUERY, "name"],
  ] as const) {
    it(`share no ${what}`, () => {
      const [one, other] = both().map((resources) => namesOf(resources, type, key));
      expect(one).to.not.deep.equal([]);
      expect(one).to.have.length(other?.length ?? 0);
      expect(shared(one ?? [], other ?? [])).to.deep.equal([]);
    });
  }

  it("share no metric, in alarms or dashboards", () => {
    const [one, other] = both().map(metricsOf);
    expect(one?.size).to.be.greaterThan(10);
    expect(other?.size).to.equal(one?.size);
    expect(shared(one ?? [], other ?? [])).to.deep.equal([]);
  });
});
