/**
 * A project that `pulumi new` makes of this folder passes its own checks under a name of its own, and
 * does so after `npm run make-it-yours`. Runs the fast part of `npm run check`, not all of its tests.
 */
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { NewProject } from "../support/new-project";
import { missingPrerequisite } from "./prerequisites";

const missing = missingPrerequisite();
if (missing !== undefined) console.log(`test:e2e ${missing}`);

const NAME = "my-tools";

(missing === undefined ? describe : describe.skip)("pulumi new", function () {
  this.timeout(900_000);
  let project: NewProject;

  before(() => {
    project = new NewProject(NAME);
  });

  after(() => {
    project.remove();
  });

  function passes(): void {
    project.run("npm", "run", "typecheck");
    project.run("npm", "run", "lint");
    project.run("npm", "run", "format:check");
    const files = ["tests/*.test.ts", "tests/infra/settings.test.ts"];
    const tools = fs.existsSync(path.join(project.folder, "tests/tools"));
    const tests = tools ? [...files, "tests/tools/*.test.ts"] : files;
    project.run("mocha", "--timeout", "300000", "--no-parallel", ...tests);
  }

  it("makes a project that passes its own checks", () => {
    expect(project.read("Pulumi.yaml")).to.match(/^name: my-tools$/m);
    passes();
  });

  it("make-it-yours: lists what it does, and does nothing without a yes", () => {
    expect(() => project.run("npm", "run", "make-it-yours"))
      .to.throw(/Removed:\n {2}handlers\/tools\/add\.ts/)
      .with.property("message")
      .that.includes("Nothing was changed. To go ahead: npm run make-it-yours -- --yes");
    expect(project.read("package.json")).to.include('"name": "mcp-server"');
  });

  it("make-it-yours: refuses what could not be brought back", () => {
    project.run("git", "init", "--quiet");
    expect(() => project.run("npm", "run", "make-it-yours", "--", "--yes")).to.throw(
      /changes that are not committed[^]*npm run make-it-yours -- --force/,
    );
  });

  it("make-it-yours: leaves a project of one's own, which passes its own checks", () => {
    project.run("npm", "run", "make-it-yours", "--", "--yes", "--force");

    for (const file of ["package.json", "package-lock.json"]) {
      expect(JSON.parse(project.read(file))).to.have.property("name", NAME);
    }
    expect(project.read("README.md")).to.match(/^# my-tools\n/);
    for (const gone of ["bench", "tests/docs", "handlers/tools", "scripts/make-it-yours.ts"]) {
      expect(fs.existsSync(path.join(project.folder, gone)), gone).to.equal(false);
    }
    passes();
  });

  it("make-it-yours: the next tool is made by new:tool, and passes the checks", () => {
    project.run("npm", "run", "new:tool", "--", "list-orders");
    expect(project.read("handlers/server.ts")).to.include("tools: [listOrders()]");
    project.run("npm", "run", "typecheck");
    project.run("npm", "run", "format:check");
    project.run("npm", "run", "size");
    const tests = ["tests/tools/*.test.ts", "tests/scripts/*.{test,cli}.ts"];
    project.run("mocha", "--timeout", "300000", "--no-parallel", ...tests);
  });
});
