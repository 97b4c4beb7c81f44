/**
 * `npm run up` that is killed while it makes something, with the real engine: run again it ends as an
 * undisturbed one, and a destroy leaves nothing behind; callers of another stack are answered all the
 * time. SIGKILL to all of its processes: nothing can be tidied. Does not prove
 * what becomes of a state that was being written.
 */
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout } from "node:timers/promises";
import { closedAfter } from "../support/closed-after";
import { DeployedProject } from "./deployed-project";
import { inventory } from "./emulator";
import { missingPrerequisite } from "./prerequisites";
import { askedDuring, askOnce } from "./request-loop";

const REGION = "eu-north-1";
const STACK = "killed";
const OTHER = "beside";
const CREDENTIALS = { accessKeyId: "test", secretAccessKey: "test" };

/**
 * As the output names them, each made after those before it: killed at the first, run again and killed
 * at the second, and so on.
 */
const KILLED_AT = ["cloudwatch:LogGroup", "lambda:Function", "apigateway:RestApi"];
const DESTROYED_AT = ["lambda:LayerVersion", "apigateway:Stage"];

interface Exported {
  readonly resources: readonly Entry[];
  readonly pending_operations?: readonly Entry[];
}

interface Entry {
  readonly urn?: string;
  readonly delete?: boolean;
}

(missingPrerequisite() === undefined ? describe : describe.skip)("an up that is killed", () => {
  const keep = closedAfter();
  let other: string;
  /** What an up makes that nobody kills. */
  let undisturbed: readonly string[];

  /** Names of all that the state has; what is pending or to be deleted would stand there too. */
  async function made(project: DeployedProject, stack: string): Promise<readonly string[]> {
    const text = await project.succeed("pulumi", "stack", "export", "--stack", stack);
    const { deployment } = JSON.parse(text) as { readonly deployment: Exported };
    return [...deployment.resources, ...(deployment.pending_operations ?? [])]
      .map((entry) => JSON.stringify([entry.urn, entry.delete]).replaceAll(stack, "STACK"))
      .sort();
  }

  before(async function () {
    this.timeout(600_000);
    const beside = keep(await DeployedProject.create(OTHER), (it) => it.remove());
    other = await beside.up({ "aws:region": REGION, throttleRate: "1000", throttleBurst: "1000" });
    undisturbed = await made(beside, OTHER);
  });

  /** Kills it as soon as it says that it works on a resource. */
  async function killedUp(project: DeployedProject, resource: string): Promise<void> {
    const running = project.start("npm", "run", "up", "--", "--stack", STACK, "--no-smoke");
    const begun = new RegExp(`aws:${resource} .* creating`);
    const up = { isOver: false };
    void running.ended.then(() => (up.isOver = true));
    while (!begun.test(running.output()) && !up.isOver) await setTimeout(10);
    expect(up.isOver, running.output()).to.equal(false);
    // Not while the state is written, which Pulumi does not do at once: docs/troubleshooting.md.
    for (let isStopped = false; !isStopped; isStopped = isWhole(project)) {
      running.kill("SIGCONT");
      await setTimeout(1);
      running.kill("SIGSTOP");
      // Until all of its threads stand.
      await setTimeout(5);
    }
    running.kill("SIGKILL");
    await running.ended;
  }

  /** In a region that has nothing of the stack before, and must have nothing of it after. */
  async function leavesNothing(work: (project: DeployedProject) => Promise<void>): Promise<void> {
    const before = await inventory(REGION);
    const project = await DeployedProject.create(STACK);
    try {
      await project.succeed("pulumi", "stack", "init", STACK);
      await project.configure({ "aws:region": REGION });
      const { texts } = await askedDuring(other, () => work(project));
      expect(texts).to.deep.equal(["10 + 5 = 15"]);
      await project.npm("destroy");
    } finally {
      await project.remove();
    }
    expect(await inventory(REGION)).to.deep.equal(before);
  }

  it(`at ${KILLED_AT.join(", then at ")}, ends as one that nobody has killed`, async function () {
    this.timeout(600_000);
    await leavesNothing(async (project) => {
      for (const resource of KILLED_AT) await killedUp(project, resource);
      await project.npm("up");

      expect(await askOnce(await project.emulatorEndpoint())).to.equal("10 + 5 = 15");
      expect(await made(project, STACK)).to.deep.equal(undisturbed);
    });
  });

  it(`at ${DESTROYED_AT.join(", then at ")}, leaves nothing when it is destroyed`, async function () {
    this.timeout(600_000);
    await leavesNothing(async (project) => {
      for (const resource of DESTROYED_AT) await killedUp(project, resource);
    });
  });

  it("leaves nothing either when it has failed, but what was there before", async function () {
    this.timeout(600_000);
    const client = new CloudWatchLogsClient({ region: REGION, credentials: CREDENTIALS });
    const logGroupName = `/aws/lambda/mcp-server-${STACK}`;
    await client.send(new CreateLogGroupCommand({ logGroupName }));
    try {
      await leavesNothing(async (project) => {
        const { code, output } = await project.run("npm", "run", "up", "--", "--stack", STACK);

        expect(code, output).to.not.equal(0);
        expect(output).to.match(/already exists/i);
        expect(await made(project, STACK)).to.have.length.above(1);
      });
      expect((await inventory(REGION))["logGroups"]).to.include(logGroupName);
    } finally {
      await client.send(new DeleteLogGroupCommand({ logGroupName }));
    }
  });
});

function isWhole({ stateFolder }: DeployedProject): boolean {
  const file = path.join(stateFolder, ".pulumi", "stacks", "mcp-server", `${STACK}.json`);
  try {
    JSON.parse(fs.readFileSync(file, "utf8"));
    return true;
  } catch {
    return false;
  }
}
