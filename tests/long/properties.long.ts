/** Properties with all their runs, of which npm test makes a part (tests/support/property-runs.ts). */
import { expect } from "chai";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";
import { ALL_RUNS } from "../support/property-runs";

/** Files of tests, from the project's folder, that make a part of their runs. */
function testFiles(): readonly string[] {
  return ["tests", "packages"]
    .flatMap((folder) => {
      const names = fs.readdirSync(path.join(PROJECT_ROOT, folder), {
        recursive: true,
      }) as string[];
      return names.map((name) => path.join(folder, name));
    })
    .filter((file) => file.endsWith(".test.ts") && !file.includes("node_modules"))
    .filter((file) =>
      fs.readFileSync(path.join(PROJECT_ROOT, file), "utf8").includes("propertyRuns("),
    );
}

describe("properties, with all their runs", () => {
  it("hold", async () => {
    const files = testFiles();
    const mocha = require.resolve("mocha/bin/mocha.js");
    const args = [mocha, "--no-parallel", "--timeout", "600000", ...files];
    const env = { ...process.env, [ALL_RUNS]: "all" };
    const child = spawn(process.execPath, args, { cwd: PROJECT_ROOT, env, stdio: "pipe" });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => (output += chunk.toString("utf8")));
    }
    const code = await new Promise((resolve) => child.on("close", resolve));

    expect(files.length).to.be.at.least(6);
    expect(code, output).to.equal(0);
    expect(output)
      .to.match(/\d+ passing/)
      .and.not.match(/pending/);
  }).timeout(900_000);
});
