/**
 * A stack that is kept in files or a bucket stays locked when the process that changed it is killed.
 * https://www.pulumi.com/docs/iac/concepts/state-and-backends/#using-a-self-managed-backend
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import { placeOptions, runPulumi } from "../pulumi/pulumi-cli";

/** One line for each lock, as the CLI prints them. */
const LOCK = /: created by .*@(?<host>\S+) \(pid (?<pid>\d+)\) at \S+/g;

/**
 * Runs a command that changes the stack. Where only processes of this machine lock it that are gone, it
 * is unlocked, and the command runs once more.
 *
 * @returns its exit status.
 */
export async function runUnlocked(args: readonly string[]): Promise<number> {
  let errors = "";
  const status = await runPulumi(args, { onErrors: (text) => (errors += text) });
  if (status === 0 || !isLockedByTheDead(errors, os.hostname())) return status;
  process.stderr.write("What locked the stack was ended on this machine: pulumi cancel --yes\n");
  spawnSync("pulumi", ["cancel", "--yes", ...placeOptions(args)], { stdio: "ignore" });
  return runPulumi(args);
}

/** @param errors what the CLI printed. @param host name of this machine. */
export function isLockedByTheDead(errors: string, host: string): boolean {
  const locks = [...errors.matchAll(LOCK)].map(({ groups }) => groups);
  return (
    locks.length > 0 &&
    locks.every((lock) => lock?.["host"] === host && !isRunning(Number(lock["pid"])))
  );
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    // Another user's cannot be asked, and runs.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Ended, and not asked for its status: for ever so where process 1 of a container asks for none. */
function isZombie(pid: number): boolean {
  try {
    // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
    return /\) [ZX] /.test(fs.readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
