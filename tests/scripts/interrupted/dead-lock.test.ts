/** Whose locks are taken away: those of this machine whose process is gone, and no others. */
import { expect } from "chai";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import { isLockedByTheDead } from "../../../scripts/interrupted/dead-lock";

/** A process that has ended. */
const GONE = spawnSync(process.execPath, ["--version"]).pid;

const lock = (host: string, pid: number): string =>
  `\n  s3://state/.pulumi/locks/organization/mcp-server/dev/1.json: created by a user@${host} (pid ${pid}) at 2026-01-02T03:04:05Z`;

const refused = (...locks: readonly string[]): string =>
  `error: the stack is currently locked by ${locks.length} lock(s). Either wait for the other process(es) to end or delete the lock file with \`pulumi cancel\`.${locks.join("")}\n`;

describe("the lock of a stack", () => {
  it("is a dead one where its process on this machine is gone", () => {
    expect(isLockedByTheDead(refused(lock("here", GONE)), "here")).to.equal(true);
    expect(isLockedByTheDead(refused(lock("here", GONE), lock("here", GONE)), "here")).to.equal(
      true,
    );
  });

  it("is a dead one where its process has ended and nobody asks for its status", async function () {
    if (!fs.existsSync("/proc/self/stat")) this.skip();
    // What the shell becomes knows nothing of its child.
    const parent = spawn("sh", ["-c", "sleep 60 & echo $!; exec sleep 60"]);
    const [written] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(String(written));
    const isDead = (): boolean => isLockedByTheDead(refused(lock("here", pid)), "here");

    const before = isDead();
    process.kill(pid, "SIGKILL");
    while (!isDead()) await new Promise((resolve) => setTimeout(resolve, 20));
    parent.kill();

    expect(before).to.equal(false);
  });

  it("is left alone where its process runs, or runs on another machine", () => {
    expect(isLockedByTheDead(refused(lock("here", process.pid)), "here")).to.equal(false);
    expect(isLockedByTheDead(refused(lock("elsewhere", GONE)), "here")).to.equal(false);
    expect(isLockedByTheDead(refused(lock("not-here", GONE)), "here")).to.equal(false);
  });

  it("is left alone where one of several is not dead", () => {
    const both = refused(lock("here", GONE), lock("here", process.pid));
    expect(isLockedByTheDead(both, "here")).to.equal(false);
  });

  it("is none where the CLI says something else", () => {
    expect(isLockedByTheDead("error: no credentials", "here")).to.equal(false);
  });
});
