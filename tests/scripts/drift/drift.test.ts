/** `npm run drift`: what it reads of a refresh, and what it says where there is nothing to look at. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { driftTable } from "../../../scripts/drift/drift-table";
import { readDrift } from "../../../scripts/drift/drifted";
import { type Finished, runProjectScript } from "../../support/script";

const urn = (type: string, name: string): string => `urn:pulumi:dev::p::${type}::${name}`;
const step = (op: string, type: string, fields: object = {}): object => ({
  resOutputsEvent: {
    metadata: { op, type, urn: urn(type, "it"), old: null, new: null, ...fields },
  },
});

const EVENTS = [
  step("same", "aws:iam/role:Role"),
  step("update", "aws:lambda/function:Function", {
    diffs: ["memorySize"],
    detailedDiff: { memorySize: { diffKind: "update" } },
    old: { inputs: { memorySize: 512 } },
    new: { inputs: { memorySize: 1024 } },
  }),
  step("delete", "aws:cloudwatch/metricAlarm:MetricAlarm"),
  { summaryEvent: {} },
];

describe("npm run drift", () => {
  it("reads what changed and what is gone, and shows it as a table", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "drift-"));
    const file = path.join(folder, "events.json");
    fs.writeFileSync(file, EVENTS.map((event) => JSON.stringify(event)).join("\n"));

    const drifted = readDrift(file);

    fs.rmSync(folder, { recursive: true });
    expect(drifted.map(({ kind, what, changes }) => [kind, what, changes])).to.deep.equal([
      ["Function", "changed", ["memorySize: 512 -> 1024"]],
      ["MetricAlarm", "deleted", []],
    ]);
    expect(driftTable(drifted).trim().split("\n").slice(1)).to.deep.equal([
      "Function     it    changed  memorySize: 512 -> 1024",
      "MetricAlarm  it    deleted  is not there any more",
    ]);
  });

  it("says that npm start has nothing to drift from", async () => {
    const { code, output } = await runProjectScript("drift", ["--local"]);
    expect(code).to.equal(0);
    expect(output).to.equal("npm start serves what is declared: there is nothing to drift from.\n");
  });

  it("ends with 2 where it cannot look", async () => {
    const unknown = await runProjectScript("drift", ["--stak", "x"]);
    const nowhere = await runProjectScript("drift", ["--stack", "x"], {
      PATH: path.dirname(process.execPath),
    });
    expect([unknown.code, nowhere.code]).to.deep.equal([2, 2]);
    expect(unknown.errors).to.include("did you mean --stack?");
    expect(nowhere.errors.trim()).to.equal("There is no pulumi on PATH to look with.");
  });

  describe("with a pulumi that does not look", () => {
    const look = async (script: string): Promise<Finished> => {
      const folder = fs.mkdtempSync(path.join(os.tmpdir(), "drift-"));
      fs.writeFileSync(path.join(folder, "pulumi"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
      const PATH = `${folder}${path.delimiter}${process.env["PATH"] ?? ""}`;
      const finished = await runProjectScript("drift", ["--stack", "x"], { PATH });
      fs.rmSync(folder, { recursive: true });
      return finished;
    };

    before(function () {
      if (process.platform === "win32") this.skip();
    });

    it("says what it printed last, however much that is", async () => {
      const { code, errors } = await look("seq 1 400000\necho no such stack >&2\nexit 1");
      expect(code).to.equal(2);
      expect(errors).to.match(/^Pulumi could not look:\n[^]*399999\n400000\n+no such stack\n$/);
    });

    it("says that it was ended", async () => {
      const { code, errors } = await look("kill -9 $$");
      expect(code).to.equal(2);
      expect(errors).to.equal("Pulumi was ended by SIGKILL.\n");
    });
  });
});
