/** `npm start` of a program with a table and secrets, as a user runs it. */
import { expect } from "chai";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as path from "node:path";
import { type Command, runScript } from "../support/command";
import { callTool, EVALUATION_MS } from "../support/fixture";
import { copyOfNeeds, removeCopy } from "../support/needs-fixture";

describe("npm start with a table and secrets", function () {
  this.timeout(EVALUATION_MS);
  let root: string;
  let command: Command;

  beforeEach(() => {
    root = copyOfNeeds();
  });
  afterEach(() => {
    command.child.kill("SIGKILL");
    removeCopy(root);
  });

  async function start(...args: readonly string[]): Promise<string> {
    command = runScript("start", ["--port", "0", ...args], {}, {}, root);
    const { output, child } = command;
    await until(() => output().includes("Ctrl-C") || child.exitCode !== null);
    return /^ +endpoint +(\S+)$/m.exec(output())?.[1] ?? "";
  }

  function writeSecrets(secrets: object): void {
    fs.mkdirSync(path.join(root, ".local"), { recursive: true });
    fs.writeFileSync(path.join(root, ".local", "secrets.json"), JSON.stringify(secrets));
  }

  it("names the secrets that are missing in one line, and none of their values", async () => {
    writeSecrets({ other: "hush" });
    const endpoint = await start();
    await callTool(endpoint, "secret");

    expect(command.output()).to.match(/\.local\/secrets\.json does not have yet: "apiKey"\n/);
    expect(command.output() + command.errors()).to.not.include("hush");
  });

  it("says nothing of secrets where none is missing", async () => {
    writeSecrets({ apiKey: "a", other: "b" });
    await start();

    expect(command.output()).to.not.include("secrets.json");
  });

  it("keeps tables where --keep is given, and nothing where it is not", async () => {
    await start();
    command.child.kill("SIGINT");
    await command.exitCode;
    const without = fs.existsSync(path.join(root, ".local"));
    await start("--keep");

    expect(without).to.equal(false);
    expect(fs.existsSync(path.join(root, ".local", "dynamodb"))).to.equal(true);
  });

  it("leaves no process when it is killed while its function is frozen", async function () {
    if (process.platform === "win32") this.skip();
    const endpoint = await start("--concurrency", "1");
    await callTool(endpoint, "variables");
    const children = childrenOf(command.child.pid ?? 0);

    command.child.kill("SIGKILL");
    await until(() => !children.some(isRunning));

    expect(children).to.have.length.greaterThan(0);
    expect(children.filter(isRunning)).to.deep.equal([]);
  });
});

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 2_000 && !condition(); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function childrenOf(processId: number): number[] {
  const listing = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const rows = listing.trim().split("\n");
  return rows
    .map((row) => row.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === processId)
    .map(([pid]) => pid ?? 0);
}

function isRunning(processId: number): boolean {
  const states = execFileSync("ps", ["-A", "-o", "pid=,stat="], { encoding: "utf8" });
  return new RegExp(`^\\s*${processId}\\s+[^Z]`, "m").test(states);
}
