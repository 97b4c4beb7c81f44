/** `npm run cost` as a process, under settings of this test's own. */
import { expect } from "chai";
import { spawnSync } from "node:child_process";
import { PROJECT_ROOT, readStackSettings } from "pulumi-local";

const { project } = readStackSettings(PROJECT_ROOT, "dev");

function cost(
  args: readonly string[],
  settings: Readonly<Record<string, string>> = {},
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const own = {
    ...{ memoryMb: "512", timeoutSeconds: "10", throttleRate: "20", architecture: "arm64" },
    ...settings,
  };
  const config = Object.fromEntries(
    Object.entries(own).map(([key, value]) => [`${project}:${key}`, value]),
  );
  return spawnSync(
    process.execPath,
    ["--require", "pulumi-handler-layer/register", "scripts/cost.ts", ...args],
    {
      cwd: PROJECT_ROOT,
      encoding: "utf8",
      env: {
        ...process.env,
        PULUMI_CONFIG: JSON.stringify({ ...config, "aws:region": "us-east-1" }),
      },
    },
  );
}

describe("npm run cost", () => {
  it("prints a month of one's own beside the worst that the settings allow", () => {
    const { status, stdout, stderr } = cost(["--rps", "5", "--tool-ms", "200"]);

    expect({ status, stderr }).to.deep.equal({ status: 0, stderr: "" });
    expect(stdout)
      .to.match(/^US dollars a month +5\/s, tool 200 ms +worst$/m)
      .and.match(/^Lambda duration +\$17\.70 +\$3,504$/m)
      .and.include("List prices of 2026-10, us-east-1");
  });

  it("takes the settings of the stack", () => {
    const { stdout } = cost([], { reservedConcurrency: "2", architecture: "x86_64" });

    expect(stdout)
      .to.match(/^Lambda duration +\S+ +\$43\.80$/m)
      .and.include("Function: 512 MB, x86_64, 2 at a time.");
  });

  const mistakes: readonly (readonly [args: readonly string[], message: RegExp])[] = [
    [["--rps", "5x"], /^--rps is "5x" but must be a number from 0 to 20 \(throttleRate lets/],
    [["--rps", "21"], /^--rps is "21" but must be a number from 0 to 20 \(throttleRate lets/],
    [["--rps=-1"], /^--rps is "-1" but must be a number from 0 to 20/],
    [
      ["--tool-ms", "10001"],
      /^--tool-ms is "10001" but must be a number from 0 to 10000 \(timeout/,
    ],
    [["--answer-kb", "7000"], /^--answer-kb is "7000" but must be a number from 0 to 6000/],
    [["5"], /^"5" is not an option/],
    [["--per-second", "5"], /--per-second[^]*npm run cost -- \[OPTION/],
    [["--stack", "nope"], /^There is no stack "nope"/],
  ];
  for (const [args, message] of mistakes) {
    it(`refuses ${args.join(" ")} in words and exits with 1`, () => {
      const { status, stderr } = cost(args);

      expect(status).to.equal(1);
      expect(stderr).to.match(message).and.not.include("    at ");
    });
  }

  it("reports wrong settings as the program does", () => {
    const { status, stderr } = cost([], { memoryMb: "1" });

    expect(status).to.equal(1);
    expect(stderr).to.include(`${project}:memoryMb is "1" but must be a whole number from 128`);
  });
});
