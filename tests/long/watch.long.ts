/** Editing a program that is served with --watch. */
import { expect } from "chai";
import { type EditedProject, serveEditedProject } from "../support/edited-project";
import { EDITED_TOOL as ADD } from "../support/project-copy";
import { closedAfter } from "../support/closed-after";

const DASHBOARD = "infra/monitoring/dashboard.ts";

describe("npm start -- --watch", () => {
  const keep = closedAfter();
  let project: EditedProject;

  before(async function () {
    this.timeout(120_000);
    project = keep(await serveEditedProject());
    await project.watch.typesChecked;
  });

  const lastReport = (): string => project.reports.at(-1) ?? "";

  it("serves a saved tool with the next request and says what has changed", async () => {
    project.edit(ADD, "${a} + ${b} =", "sum:");
    expect(await project.ask()).to.equal("sum: 15");
    expect(lastReport()).to.match(/^handlers\/tools\/add\.ts: ~ function code \(\d+ ms\)$/);
  });

  it("serves changed settings", async () => {
    project.edit("Pulumi.dev.yaml", "config:\n", "config:\n  mcp-server:memoryMb: 600\n");
    expect(await project.ask()).to.equal("sum: 15");
    expect(lastReport()).to.match(/^Pulumi\.dev\.yaml: ~ function memorySize \(/);
  });

  it("serves changed infrastructure", async () => {
    project.edit(DASHBOARD, '"API errors"', '"Errors"');
    expect(await project.ask()).to.equal("sum: 15");
    expect(lastReport()).to.match(
      /^infra\/monitoring\/dashboard\.ts: ~ dashboard dashboardBody \(/,
    );
  });

  const mistakes: readonly (readonly [string, string, string, RegExp])[] = [
    [
      "a syntax error",
      "defineTool({",
      "defineTool({{",
      /handlers\/tools\/add\.ts:\d+:\d+: .*\(TS1\d+\)/,
    ],
    [
      "a type error",
      "a + b}`",
      "a + c}`",
      /handlers\/tools\/add\.ts:\d+:\d+: Cannot find name 'c'.* \(TS2304\)/,
    ],
    [
      "a module whose name is made when it runs",
      "export function",
      "export const load = (name: string): Promise<unknown> => import(name);\n\nexport function",
      /handlers\/tools\/add\.ts:5:\d+: a module is loaded by a name that is made when it runs/,
    ],
    ["a wrong setting", "", "", /timeoutSeconds is "60" but must be a whole number from 3 to 28/],
  ];
  for (const [what, part, by, message] of mistakes) {
    it(`tells ${what} with file, line and reason, and serves the last program that worked`, async () => {
      if (part === "") {
        project.edit("Pulumi.dev.yaml", "memoryMb: 600", "timeoutSeconds: 60");
      } else {
        project.edit(ADD, part, by);
      }
      expect(await project.ask()).to.equal("sum: 15");
      expect(lastReport())
        .to.match(message)
        .and.include("Not served: still serving the version of ");
      project.restore(part === "" ? "Pulumi.dev.yaml" : ADD);
      if (part !== "") project.edit(ADD, "${a} + ${b} =", "sum:");
      expect(await project.ask()).to.equal("sum: 15");
    });
  }

  it("does nothing when a file is saved as it was", async () => {
    const ofDashboard = (): number =>
      project.reports.filter((report) => report.startsWith(DASHBOARD)).length;
    const before = ofDashboard();
    project.restore(DASHBOARD);
    await project.ask();
    project.restore(DASHBOARD);
    await project.ask();
    expect(ofDashboard()).to.equal(before + 1);
  });
}).timeout(120_000);
