/** `npm start` as a user runs it: a process with arguments, output and signals. */
import { expect } from "chai";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import * as net from "node:net";
import { PROJECT_ROOT } from "../../local/program";
import { readStackSettings } from "../../local/stack-settings";
import { isRunning } from "../support/local-server";
import { FIRST_ANSWER, FIRST_REQUEST, post } from "../support/mcp";

interface Run {
  readonly child: ChildProcess;
  readonly output: () => string;
  readonly exitCode: Promise<number | null>;
}

const running: ChildProcess[] = [];
const PROJECT = readStackSettings(PROJECT_ROOT, "dev").project;
let settings: Readonly<Record<string, string>> = {};

function start(...args: string[]): Run {
  const command = ["--require", "ts-node/register/transpile-only", "local/start.ts", ...args];
  // Whatever the settings of the stack dev are by now.
  const config = { [`${PROJECT}:auth`]: "none", ...settings };
  const env = { ...process.env, PULUMI_CONFIG: JSON.stringify(config) };
  const child = spawn(process.execPath, command, { cwd: PROJECT_ROOT, stdio: "pipe", env });
  running.push(child);
  let output = "";
  const append = (chunk: Buffer): unknown => (output += chunk.toString("utf8"));
  child.stdout.on("data", append);
  child.stderr.on("data", append);
  const exitCode = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { child, output: () => output, exitCode };
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1_000 && !condition(); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function childrenOf(processId: number): number[] {
  const listing = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  return listing
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === processId)
    .map(([pid]) => pid ?? 0);
}

describe("npm start", () => {
  afterEach(() => {
    for (const child of running.splice(0)) child.kill("SIGKILL");
  });

  it("prints outputs, the curl line and the client line, and leaves no process after Ctrl-C", async () => {
    const { child, output, exitCode } = start("--port", "0");
    await until(() => output().includes("Ctrl-C"));
    const endpoint = /^ +endpoint +(\S+)$/m.exec(output())?.[1] ?? "";
    expect(endpoint).to.match(/^http:\/\/127\.0\.0\.1:\d+\/dev\/mcp$/);
    expect(output())
      .to.include("functionArn")
      .and.include("logGroupName")
      .and.include("dashboardUrl")
      .and.include(`curl -X POST ${endpoint}`)
      .and.include(`claude mcp add --transport http mcp-server ${endpoint}`)
      .and.include("pulumi config set auth iam");
    expect((await post(endpoint, FIRST_REQUEST)).json).to.deep.equal(FIRST_ANSWER);
    const children = childrenOf(child.pid ?? 0);
    expect(children).to.have.length.greaterThan(0);
    child.kill("SIGINT");
    expect(await exitCode).to.equal(0);
    await until(() => !children.some(isRunning));
    expect(children.filter(isRunning)).to.deep.equal([]);
  });

  const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      "a stack that does not exist",
      ["--stack", "nope"],
      /^There is no stack "nope".* Stacks here: .*\bdev\b/,
    ],
    [
      "a port that is no number",
      ["--port", "http"],
      /^--port is "http" but must be .* 0 to 65535\.$/,
    ],
    [
      "a concurrency of none",
      ["--concurrency", "0"],
      /^--concurrency is "0" but must be .* 1 to 1000\.$/,
    ],
  ];
  for (const [what, args, message] of refused) {
    it(`refuses ${what} in one line and exits with 1`, async () => {
      const { output, exitCode } = start(...args);
      expect(await exitCode).to.equal(1);
      expect(output().trim()).to.match(message);
    });
  }

  it("refuses an unknown option with the usage", async () => {
    const { output, exitCode } = start("--prot", "1");
    expect(await exitCode).to.equal(1);
    expect(output()).to.include("--prot").and.include("npm start -- [OPTION ...]");
  });

  it("refuses a port in use in one line, with another to try, and exits with 1", async () => {
    const blocker = net.createServer();
    await new Promise<void>((resolve) => blocker.listen(0, "127.0.0.1", resolve));
    const { port } = blocker.address() as net.AddressInfo;
    const { output, exitCode } = start("--port", String(port));
    expect(await exitCode).to.equal(1);
    expect(output().trim()).to.equal(
      `Port ${port} is in use. Stop what uses it, or choose another: npm start -- --port ${port + 1}`,
    );
    blocker.close();
  });

  it("refuses a wrong setting with the program's own words and exits with 1", async () => {
    settings = { [`${PROJECT}:timeoutSeconds`]: "60" };
    const { output, exitCode } = start("--port", "0");
    settings = {};
    expect(await exitCode).to.equal(1);
    expect(output().trim()).to.equal(
      `Settings: ${PROJECT}:timeoutSeconds is "60" but must be a whole number from 3 to 28. Set it: pulumi config set ${PROJECT}:timeoutSeconds 25`,
    );
  });

  it("prints its usage with --help", async () => {
    const { output, exitCode } = start("--help");
    expect(await exitCode).to.equal(0);
    expect(output()).to.include("--stack").and.include("--port").and.include("--concurrency");
  });
});
