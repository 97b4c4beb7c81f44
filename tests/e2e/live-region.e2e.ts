/** A deployed stack and another aws:region, with the real engine. */
import { expect } from "chai";
import { DeployedProject } from "./deployed-project";
import { missingPrerequisite } from "./prerequisites";
import { closedAfter } from "../support/closed-after";

const STACK = "moved";
const PREVIEW = ["run", "preview", "--", "--stack", STACK] as const;

(missingPrerequisite() === undefined ? describe : describe.skip)("another aws:region", () => {
  const keep = closedAfter();
  let project: DeployedProject;

  before(async () => {
    project = keep(await DeployedProject.create(STACK), (it) => it.remove());
    await project.up({ "aws:region": "ap-northeast-2" });
  });

  it("stops the preview of a deployed stack, and says how to go back", async () => {
    await project.configure({ "aws:region": "us-east-1" });

    const { code, output } = await project.run("npm", ...PREVIEW);

    expect(code).to.not.equal(0);
    expect(output)
      .to.include('aws:region is "us-east-1", but this stack is deployed in ap-northeast-2')
      .and.include("pulumi config set aws:region ap-northeast-2")
      .and.not.include("at refuseOtherRegion");
  });

  it("stops up before anything is changed", async () => {
    const { code, output } = await project.run("npm", "run", "up", "--", "--stack", STACK);

    expect(code).to.not.equal(0);
    expect(output).to.not.match(/created|updated|deleted|replaced/);
  });

  it("is taken when the stack has been removed", async () => {
    await project.npm("destroy");

    const output = await project.npm("preview");

    expect(output).to.match(/\+ \d+ to create/);
  });
});
