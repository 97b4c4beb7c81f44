/** The check before each npm script: which Node.js runs it. What npm 10 leaves undone is made up for. */
import { expect } from "chai";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { PROJECT_ROOT } from "pulumi-local";

describe("scripts/require-node.js", () => {
  let folder: string;

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), "require-node-"));
    const script = path.join("scripts", "require-node.js");
    write(script, fs.readFileSync(path.join(PROJECT_ROOT, script), "utf8"));
    fs.mkdirSync(path.join(folder, "node_modules", ".bin"), { recursive: true });
  });

  afterEach(() => {
    fs.rmSync(folder, { recursive: true });
  });

  function write(name: string, text: string): void {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text, { mode: 0o755 });
  }

  /** Runs it on a Node.js that says to be of this version. */
  function run(version: string, ...args: string[]): ReturnType<typeof spawnSync> {
    write(
      "version.js",
      `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "${version}" } });`,
    );
    const given = ["--require", "./version.js", "scripts/require-node.js", ...args];
    const env = { PATH: process.env["PATH"] };
    return spawnSync(process.execPath, given, { cwd: folder, env, encoding: "utf8" });
  }

  /** A stand-in for the package's Node.js, which tells what it was given. */
  function installNode(): string {
    const name = `node-${process.platform}-${process.arch}`;
    write(path.join("node_modules", name, "bin", "node"), '#!/bin/sh\necho "$@"\nexit 7\n');
    return path.join("..", name, "bin", "node");
  }

  it("says nothing on Node 24", () => {
    const { status, stdout, stderr } = run("24.1.0");

    expect({ status, stdout, stderr }).to.deep.equal({ status: 0, stdout: "", stderr: "" });
  });

  it("warns of another that is new enough, and stops one that is too old", () => {
    const [newer, older] = [run("22.1.0"), run("20.1.0")];

    expect(newer.status).to.equal(0);
    expect(String(newer.stderr)).to.match(/^Using this machine's Node.js 22.1.0, not 24: .*\n$/);
    expect(older.status).to.equal(1);
    expect(String(older.stderr)).to.match(/^Node.js 20.1.0 is too old: 22 or newer .*\n$/);
  });

  for (const version of ["20.1.0", "22.1.0"]) {
    it(`makes the installed Node 24 the command of npm scripts, and runs on it, in place of ${version}`, () => {
      const target = installNode();

      const { status, stdout } = run(version, "more");

      const script = path.join(folder, "scripts", "require-node.js");
      expect(stdout).to.equal(`--require ./version.js ${script} more\n`);
      expect(status).to.equal(7);
      expect(fs.readlinkSync(path.join(folder, "node_modules", ".bin", "node"))).to.equal(target);
    });
  }

  it("leaves a command that is there as it is", () => {
    installNode();
    write(path.join("node_modules", ".bin", "node"), "other");

    const { stdout } = run("22.1.0");

    expect(stdout).to.equal("");
    const command = path.join(folder, "node_modules", ".bin", "node");
    expect(fs.readFileSync(command, "utf8")).to.equal("other");
  });
});
