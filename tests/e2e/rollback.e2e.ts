/**
 * `npm run rollback` with the real engine, while a caller asks all the time: no request fails, and
 * Pulumi's state says what is.
 */
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { setTimeout } from "node:timers/promises";
import { EDITED_TOOL } from "../support/project-copy";
import { closedAfter } from "../support/closed-after";
import { DeployedProject } from "./deployed-project";
import { missingPrerequisite } from "./prerequisites";
import { askedDuring, askOnce } from "./request-loop";

const STACK = "rollback";
const REGION = "ap-northeast-2";

(missingPrerequisite() === undefined ? describe : describe.skip)("rollback of the stack", () => {
  const keep = closedAfter();
  let project: DeployedProject;
  let endpoint: string;

  const write = (word: string): void => {
    const file = path.join(project.folder, EDITED_TOOL);
    const text = fs.readFileSync(file, "utf8");
    const run = /run: \(\{ a, b \}\) => text\(`.*`\)/;
    fs.writeFileSync(file, text.replace(run, `run: ({ a, b }) => text(\`${word}: \${a + b}\`)`));
  };

  const settings = (): string =>
    fs.readFileSync(path.join(project.folder, `Pulumi.${STACK}.yaml`), "utf8");

  const rollback = (...args: readonly string[]): Promise<string> =>
    project.npm("rollback", ...args);

  before(async function () {
    this.timeout(600_000);
    project = keep(await DeployedProject.create(STACK), (it) => it.remove());
    write("first");
    const throttle = { throttleRate: "1000", throttleBurst: "1000" };
    endpoint = await project.up({ "aws:region": REGION, ...throttle });
    write("second");
    await project.npm("up");
  });

  it("lists the versions, and changes nothing", async () => {
    const output = await rollback("--list");

    expect(output)
      .to.match(/^ {2}2 {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}live/m)
      .and.match(/^ {2}1 {2}/m);
    expect(await askOnce(endpoint)).to.equal("second: 15");
  });

  it("asks before it does anything, and says how where there is nobody to ask", async () => {
    const { code, output } = await project.run("npm", "run", "rollback", "--", "--stack", STACK);

    expect(code).to.equal(1);
    expect(output).to.include("Nothing is changed: to go there, add --yes.");
    expect(settings()).to.not.include(":version:");
  });

  it("refuses a version that is not there, in a line", async () => {
    const command = ["run", "rollback", "--", "--stack", STACK, "--to", "9", "--yes"];
    const { code, output } = await project.run("npm", ...command);

    expect(code).to.equal(1);
    expect(output).to.include("There is no version 9. There are 1, 2.");
  });

  it("goes to the version before, and no request fails meanwhile", async () => {
    let output = "";
    const { texts, count } = await askedDuring(endpoint, async () => {
      output = await rollback("--yes");
      await setTimeout(500);
    });

    expect(output).to.match(/Version 1 is live, after \d+\.\d s\./);
    expect(texts.filter((text) => text.includes("15"))).to.deep.equal(["second: 15", "first: 15"]);
    expect(settings()).to.match(/^ {2}mcp-server:version: "?1"?$/m);
    console.log(
      `        ${count} requests meanwhile, none failed; ${/after .* s/.exec(output)?.[0] ?? ""}`,
    );
  });

  it("leaves a state that agrees: a preview and a refresh change nothing", async () => {
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

  it("keeps it through a deployment, which says so", async () => {
    write("third");
    let output = "";
    const { texts } = await askedDuring(endpoint, async () => {
      output = await project.npm("up");
    });

    expect(output)
      .to.include("the alias stays at version 1")
      .and.include("npm run rollback -- --clear");
    expect(texts.filter((text) => text.includes("15"))).to.deep.equal(["first: 15"]);
  });

  it("goes forward again when the setting is taken away", async () => {
    expect(await rollback("--clear")).to.include("Version 1 stays live until the next npm run up");
    expect(settings()).to.not.include(":version:");
    await project.npm("up");

    expect(await askOnce(endpoint)).to.equal("third: 15");
    await project.npm("preview", "--expect-no-changes");
  });

  it("goes to any version that is there", async () => {
    await rollback("--to", "2", "--yes");

    expect(await askOnce(endpoint)).to.equal("second: 15");
  });

  it("is made good by the next deployment where it was ended before the alias was moved", async () => {
    // What is left by a kill between the setting and the alias.
    await project.configure({ version: "1" });
    await project.npm("up");

    expect(await askOnce(endpoint)).to.equal("first: 15");
    await project.npm("preview", "--expect-no-changes");
  });

  it("removes old versions beyond keepVersions, but none that is in use", async () => {
    await project.configure({ keepVersions: "2" });
    write("fourth");
    const output = await project.npm("up");
    const left = await rollback("--list");

    expect(output).to.include("Removed old versions of mcp-server-rollback: 2");
    expect([...left.matchAll(/^ {2}(\d) {2}/gm)].map(([, version]) => version)).to.deep.equal([
      "4",
      "3",
      "1",
    ]);
    expect(await askOnce(endpoint)).to.equal("first: 15");
  });
});
