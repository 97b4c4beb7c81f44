/**
 * `npm run rollout` with the real engine: forward, back on a version whose tool fails more, killed in
 * its middle and run again. The emulator keeps the weights of an alias and sends all calls to its first
 * version, so the part of the new one is invoked by its number here (docs/not-tried.md).
 */
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout } from "node:timers/promises";
import { FIRST_REQUEST, gatewayEvent } from "mcp-lambda/testing";
import { closedAfter } from "../support/closed-after";
import { EDITED_TOOL } from "../support/project-copy";
import { DeployedProject, type Running } from "./deployed-project";
import { InsightsEndpoint } from "./insights-endpoint";
import { EMULATOR, missingPrerequisite } from "./prerequisites";
import { askedDuring, askOnce } from "./request-loop";

const STACK = "rollout";
const REGION = "ap-northeast-2";
const FUNCTION = `mcp-server-${STACK}`;
const LOGS = "AWS_ENDPOINT_URL_CLOUDWATCH_LOGS";
const QUICKLY = ["--percent", "10", "--minutes", "1", "--every", "5"];

(missingPrerequisite() === undefined ? describe : describe.skip)("rollout on the stack", () => {
  const keep = closedAfter();
  const lambda = new LambdaClient({
    region: REGION,
    endpoint: EMULATOR,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  let project: DeployedProject;
  let endpoint: string;

  /** @param run what the tool does with `a` and `b`. */
  const write = (run: string): void => {
    const file = path.join(project.folder, EDITED_TOOL);
    const text = fs.readFileSync(file, "utf8");
    fs.writeFileSync(file, text.replace(/run: \(\{ a, b \}\) => .*/, `run: ({ a, b }) => ${run},`));
  };
  const answers = (word: string): string => `text(\`${word}: \${a + b}\`)`;

  const settings = (): string =>
    fs.readFileSync(path.join(project.folder, `Pulumi.${STACK}.yaml`), "utf8");

  const start = (...args: readonly string[]): Running =>
    project.start("npm", "run", "rollout", "--", "--stack", STACK, ...args);

  /** As far as it sends calls to both. */
  async function underWay(rollout: Running): Promise<void> {
    for (let tenth = 0; tenth < 1_500; tenth += 1) {
      if (/ % of the calls go to version/.test(rollout.output())) return;
      await setTimeout(100);
    }
    throw new Error(rollout.output());
  }

  /** What callers of the new version get, where AWS would choose them. */
  async function callVersion(version: number, times: number): Promise<void> {
    const event = gatewayEvent({ body: JSON.stringify(FIRST_REQUEST) });
    const Payload = Buffer.from(JSON.stringify(event));
    for (let call = 0; call < times; call += 1) {
      const command = { FunctionName: FUNCTION, Qualifier: String(version), Payload };
      await lambda.send(new InvokeCommand(command));
    }
  }

  async function expectLive(word: string, versions: RegExp): Promise<void> {
    expect(await askOnce(endpoint)).to.equal(`${word}: 15`);
    const list = await project.npm("rollback", "--list");
    expect(list).to.match(versions).and.not.include(" % ");
  }

  before(async function () {
    this.timeout(600_000);
    const logs = keep(new InsightsEndpoint());
    process.env[LOGS] = await logs.start();
    project = keep(await DeployedProject.create(STACK), (it) => it.remove());
    write(answers("first"));
    const throttle = { throttleRate: "1000", throttleBurst: "1000" };
    endpoint = await project.up({ "aws:region": REGION, ...throttle });
  });

  after(() => {
    Reflect.deleteProperty(process.env, LOGS);
  });

  it("has nothing to do where nothing has changed", async () => {
    const { code, output } = await start(...QUICKLY).ended;

    expect(code, output).to.equal(0);
    expect(output).to.include("Version 1 is live and the newest: there is nothing to roll out.");
    expect(settings()).to.not.include(":version:");
  });

  it("goes forward where the new version does no worse, and no request fails meanwhile", async () => {
    write(answers("second"));
    let ran = { code: 1, output: "" };
    const { texts, count } = await askedDuring(endpoint, async () => {
      const rollout = start(...QUICKLY);
      await underWay(rollout);
      await callVersion(2, 20);
      ran = await rollout.ended;
      await setTimeout(500);
    });

    expect(ran.code, ran.output).to.equal(0);
    expect(ran.output).to.match(/version 2: \d+ invocations, 0 crashed, 20 tool calls, 0 failed/);
    expect(ran.output).to.include("Version 2 is live, for all calls.");
    expect(texts.filter((text) => text.includes("15"))).to.deep.equal(["first: 15", "second: 15"]);
    await expectLive("second", /^ {2}2 .* live/m);
    console.log(`        ${count} requests meanwhile, none failed`);
  });

  it("leaves no pin, and a state that agrees", async () => {
    expect(settings()).to.not.include(":version:");
    await project.npm("preview", "--expect-no-changes");
    const command = ["refresh", "--yes", "--skip-preview", "--expect-no-changes"];
    await project.succeed(
      "pulumi",
      ...command,
      "--stack",
      STACK,
      "--target",
      "**::mcp-server-live",
    );
  });

  it("goes back by itself where the new version's tool fails more", async () => {
    write(`{ if (a === 10) throw new Error("broken"); return ${answers("third")}; }`);
    let ran = { code: 0, output: "" };
    const { texts } = await askedDuring(endpoint, async () => {
      const rollout = start("--percent", "10", "--minutes", "10", "--every", "5");
      await underWay(rollout);
      await callVersion(3, 5);
      ran = await rollout.ended;
    });

    expect(ran.code, ran.output).to.equal(1);
    expect(ran.output).to.include("Version 2 is live, for all calls.");
    expect(ran.output).to.match(
      /does worse than 2: 5 of 5 \(100\.0 %\) tool calls failed, of the live version 0 of \d+/,
    );
    expect(texts.filter((text) => text.includes("15"))).to.deep.equal(["second: 15"]);
    await expectLive("second", /^ {2}2 .* live/m);
  });

  it("stays there: neither a preview nor a deployment brings the bad version to callers", async () => {
    expect(settings()).to.match(/^ {2}mcp-server:version: "?2"?$/m);
    await project.npm("preview", "--expect-no-changes");
    await project.npm("up");

    expect(await askOnce(endpoint)).to.equal("second: 15");
  });

  it("is killed in the middle: both versions stay, and a deployment is refused", async () => {
    write(answers("fourth"));
    const rollout = start(...QUICKLY);
    await underWay(rollout);
    rollout.kill("SIGKILL");
    await rollout.ended;
    const { code, output } = await project.run("npm", "run", "up", "--", "--stack", STACK);

    expect(code).to.equal(1);
    expect(output).to.include("A rollout is under way: 10 % of the calls go to version 4.");
    expect(await askOnce(endpoint)).to.equal("second: 15");
    await project.npm("preview", "--expect-no-changes");
  });

  it("is not cut off by a deployment of a clone that does not know of it", async () => {
    const file = path.join(project.folder, `Pulumi.${STACK}.yaml`);
    const pinned = settings();
    fs.writeFileSync(file, pinned.replace(/^.*:version:.*\n/m, ""));
    const { code, output } = await project.run("npm", "run", "up", "--", "--stack", STACK);
    fs.writeFileSync(file, pinned);

    expect(code).to.equal(1);
    expect(output).to.include("A rollout is under way: 10 % of the calls go to version 4.");
  });

  it("keeps the part of the calls that it has", async () => {
    const { code, output } = await start("--percent", "50").ended;

    expect(code).to.equal(1);
    expect(output).to.include("A rollout is under way, with 10 %.");
  });

  it("goes on when it is run again, and ends as an undisturbed one", async () => {
    // What lies in the folder by now is not what goes forward.
    write(answers("edited meanwhile"));
    const { code, output } = await start(...QUICKLY).ended;

    expect(code, output).to.equal(0);
    expect(output).to.include(
      "A rollout is under way, and goes on: 10 % of the calls go to version 4",
    );
    expect(settings()).to.not.include(":version:");
    await expectLive("fourth", /^ {2}4 .* live/m);
    write(answers("fourth"));
    await project.npm("preview", "--expect-no-changes");
  });

  it("is interrupted by Ctrl-C, and goes back when it is told to", async () => {
    write(answers("fifth"));
    const rollout = start(...QUICKLY);
    await underWay(rollout);
    rollout.kill("SIGINT");
    const { output } = await rollout.ended;
    const aborted = await project.npm("rollout", "--abort");

    expect(output).to.include("Go back: npm run rollout -- --abort");
    expect(aborted).to.include("Version 4 is live, for all calls.");
    await expectLive("fourth", /^ {2}4 .* live/m);
    await project.npm("preview", "--expect-no-changes");
  });

  it("finishes what was decided where it was killed right before the alias was moved", async () => {
    const rollout = start(...QUICKLY);
    await underWay(rollout);
    rollout.kill("SIGKILL");
    await rollout.ended;
    // The first half of going forward.
    await project.configure({ version: "5" });
    const { code, output } = await start().ended;

    expect(code, output).to.equal(0);
    expect(settings()).to.not.include(":version:");
    await expectLive("fifth", /^ {2}5 .* live/m);
    await project.npm("preview", "--expect-no-changes");
  });
});
