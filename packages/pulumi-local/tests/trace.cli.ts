/** `npm run trace`: lines of a deployed function's log, with the fixture program's source. */
import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { ofType, type UnpackedArchive } from "../program/declared";
import { evaluateProgram } from "../program/evaluator";
import { runScript } from "./support/command";
import { EVALUATION_MS, FIXTURE, fixtureSettings } from "./support/fixture";

describe("npm run trace", function () {
  this.timeout(EVALUATION_MS);
  let workFolder: string;
  let frame: string;

  before(async () => {
    workFolder = fs.mkdtempSync(path.join(os.tmpdir(), "trace-"));
    const program = await evaluateProgram({
      ...fixtureSettings(),
      workFolder,
      apiUrl: "https://api.test",
      programFolder: FIXTURE,
      onWarning: () => undefined,
    });
    const [declared] = ofType(program, "aws:lambda/function:Function");
    const { folder } = declared?.inputs["code"] as UnpackedArchive;
    const lines = fs.readFileSync(path.join(folder, "__index.js"), "utf8").split("\n");
    const line = lines.findIndex((row) => row.includes("out of order"));
    const column = (lines[line] ?? "").indexOf("new Error");
    frame = `/var/task/__index.js:${line + 1}:${column + 1}`;
  });

  after(() => {
    fs.rmSync(workFolder, { recursive: true, force: true });
  });

  it("writes the log with the project's files and lines, whether it is JSON or text", async () => {
    const { child, output, errors, exitCode } = runScript("trace", []);
    const stack = `Error: out of order\n    at fail (${frame})\n    at node:internal:1:2`;
    child.stdin?.end(`START RequestId: r\n    at fail (${frame})\n${JSON.stringify({ stack })}\n`);

    expect(await exitCode, errors()).to.equal(0);
    const mapped = "tools/fail.ts:3:17";
    expect(output().trimEnd().split("\n")).to.deep.equal([
      "START RequestId: r",
      `    at fail (${mapped})`,
      JSON.stringify({ stack: stack.replace(frame, mapped) }),
    ]);
    expect(errors()).to.equal(
      "Frames are mapped by the source in this folder: it must be that of the deployed version.\n",
    );
  });

  it("refuses a function that the program does not declare, and names those it does", async () => {
    const { child, errors, exitCode } = runScript("trace", ["--function", "other"]);
    child.stdin?.end("");
    expect(await exitCode).to.equal(1);
    expect(errors()).to.include(
      '--function is "other" but must be one of the functions with a bundled handler: fixture-dev.',
    );
  });
});
