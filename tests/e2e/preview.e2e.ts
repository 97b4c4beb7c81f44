/**
 * `npm run preview` and `npm run up` with the real engine: short at first, then what has changed and
 * nothing else; Pulumi's errors, options and exit statuses come through.
 */
import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { EDITED_TOOL } from "../support/project-copy";
import { DeployedProject } from "./deployed-project";
import { missingPrerequisite } from "./prerequisites";

const STACK = "shown";
const missing = missingPrerequisite();
if (missing !== undefined) console.log(`test:e2e ${missing}`);

(missing === undefined ? describe : describe.skip)("preview and up", () => {
  let project: DeployedProject;

  before(async () => {
    project = await DeployedProject.create(STACK);
    await project.succeed("pulumi", "stack", "init", STACK);
    await project.configure({ "aws:region": "ap-northeast-2" });
  });

  after(() => project.remove());

  /** Runs an npm script for the stack, whatever comes of it. */
  function npm(script: string, ...args: string[]): Promise<{ code: number; output: string }> {
    return project.run("npm", "run", "--silent", script, "--", "--stack", STACK, ...args);
  }

  it("preview: wrong settings are said first, once, and nothing else", async () => {
    await project.configure({ timeoutSeconds: "60", auht: "iam" });

    const { code, output } = await npm("preview");

    expect(code).to.equal(1);
    expect(output.trim().split("\n")).to.deep.equal([
      'Settings: mcp-server:timeoutSeconds is "60" but must be a whole number from 3 to 28. Set it: pulumi config set mcp-server:timeoutSeconds 10',
      "          mcp-server:auht is not a setting; did you mean auth? Remove it: pulumi config rm mcp-server:auht, and set the other: pulumi config set mcp-server:auth VALUE",
    ]);
    for (const key of ["timeoutSeconds", "auht"]) {
      await project.succeed("pulumi", "config", "rm", key, "--stack", STACK);
    }
  });

  it("preview: the first is a table with a line a resource, each warning once", async () => {
    const { code, output } = await npm("preview");

    expect(code, output).to.equal(0);
    expect(output.match(/The endpoint is open/g)).to.have.length(1);
    expect(output)
      .to.match(/\n {4}\+ \d+ to create\n/)
      .and.not.include("What changes");
    expect(output.split("\n").length).to.be.lessThan(80);
  });

  it("up: ends with what to do next", async () => {
    const { code, output } = await npm("up");

    expect(code, output).to.equal(0);
    const { endpoint = "" } = await project.outputs();
    const end = output.slice(output.indexOf("Duration:"));
    expect(end)
      .to.include(`endpoint   ${endpoint}\n`)
      .and.include(`curl -X POST ${endpoint} -H 'Content-Type: application/json' -d '{`)
      .and.include(`npm run connect -- --url ${endpoint}\n`)
      .and.include(`npm run logs -- --stack ${STACK}`)
      .and.include(`npm run destroy -- --stack ${STACK}\n`);
  });

  it("preview: a changed threshold is a line, and the dashboard's widget that draws it", async () => {
    await project.configure({ alarmToolErrors: "12" });

    const { output } = await npm("preview");

    const [, details = ""] = output.split("What changes");
    expect(details).to.match(/MetricAlarm mcp-monitoring-tool-errors\n {2}threshold: 10 -> 12\n/);
    expect(details)
      .to.match(/Dashboard mcp-server-shown\n/)
      .and.match(/: 10 -> 12\n/);
    expect(details.trim().split("\n").length).to.be.lessThan(20);
  });

  it("preview: a changed tool is its changed lines, as code", async () => {
    const file = path.join(project.folder, EDITED_TOOL);
    const text = fs.readFileSync(file, "utf8");
    fs.writeFileSync(file, text.replace("text(`${a} + ", "text(`sum: ${a} + "));

    const { output } = await npm("preview");

    const [, details = ""] = output.split("What changes");
    const lines = details.split("\n");
    const changed = lines.filter((line) => /^ {6}[-+] /.test(line)).map((line) => line.slice(6, 8));
    expect(changed).to.deep.equal(["- ", "+ "]);
    expect(details).to.include("Function mcp-server\n  ~ __index.js\n").and.include("sum: ${a} + ");
  });

  it("preview -- --diff: is Pulumi's own, whole", async () => {
    const { code, output } = await npm("preview", "--diff");

    expect(code).to.equal(0);
    expect(output).to.include("~ aws:cloudwatch/metricAlarm:MetricAlarm: (update)");
    expect(output).to.not.include("What changes");
  });

  it("preview: hands on what Pulumi fails with, and its status", async () => {
    const { code, output } = await npm("preview", "--expect-no-changes");
    const bare = await project.run(
      ...(["pulumi", "preview", "--stack", STACK, "--expect-no-changes"] as const),
    );

    expect(code).to.equal(bare.code).and.not.equal(0);
    expect(output).to.include("no changes were expected");
  });

  it("preview: hands on what the program fails with, and its status", async () => {
    const file = path.join(project.folder, "index.ts");
    const text = fs.readFileSync(file, "utf8");
    fs.writeFileSync(file, `${text}\nthrow new Error("broken on purpose");\n`);

    const { code, output } = await npm("preview");

    expect(code).to.not.equal(0);
    expect(output).to.include("broken on purpose");
    fs.writeFileSync(file, text);
  });

  it("up: hands on an unknown stack's error, and says no next step", async () => {
    const { code, output } = await project.run("npm", "run", "--silent", "up", "--", "-s", "none");

    expect(code).to.not.equal(0);
    expect(output).to.include("no stack named 'none' found").and.not.include("endpoint ");
  });
});
