/**
 * `npm run up` that is killed while it makes something, with the real engine: run again it ends as an
 * undisturbed one, callers of the stack and of another one are answered all the time, and a destroy
 * leaves nothing behind. SIGKILL to all of its processes: nothing can be tidied.
 */
import { expect } from "chai";
import { setTimeout } from "node:timers/promises";
import { closedAfter } from "../support/closed-after";
import { DeployedProject } from "./deployed-project";
import { inventory } from "./emulator";
import { missingPrerequisite } from "./prerequisites";
import { askedDuring, askOnce } from "./request-loop";

const REGION = "eu-north-1";
const STACK = "killed";
const OTHER = "beside";
const PATIENCE_MS = 60_000;

/** As the output names them, in the order in which they are made. */
const MADE = [
  "aws:cloudwatch:LogGroup mcp-server-logs",
  "aws:iam:Role mcp-server-role",
  "aws:lambda:LayerVersion mcp-server-dependencies",
  "aws:lambda:Function mcp-server",
  "aws:apigateway:RestApi MCPApi",
  "aws:apigateway:Stage MCPApi",
] as const;

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
    const begun = new RegExp(`${resource}.* (creating|updating|replacing)`);
    const deadline = Date.now() + PATIENCE_MS;
    while (!begun.test(running.output()) && Date.now() < deadline) await setTimeout(10);
    expect(running.output()).to.match(begun);
    running.kill("SIGKILL");
    await running.ended;
  }

  for (const resource of MADE) {
    it(`at ${resource}: the next one makes the rest, and destroy leaves nothing`, async function () {
      this.timeout(600_000);
      const before = await inventory(REGION);
      const project = await DeployedProject.create(STACK);
      try {
        await project.succeed("pulumi", "stack", "init", STACK);
        await project.configure({ "aws:region": REGION });

        const { texts } = await askedDuring(other, async () => {
          await killedUp(project, resource);
          await project.npm("up");
        });

        expect(texts).to.deep.equal(["10 + 5 = 15"]);
        expect(await askOnce(await project.emulatorEndpoint())).to.equal("10 + 5 = 15");
        expect(await made(project, STACK)).to.deep.equal(undisturbed);
      } finally {
        await project.remove();
      }
      expect(await inventory(REGION)).to.deep.equal(before);
    });
  }
});
