/**
 * Ends a process with the npm that has started it: npm does not hand all signals on, and killed, it
 * would leave this process and its port behind. Between the two there may be a shell, and a Node.js of
 * another version (scripts/require-node.js), which outlive npm: each of them is watched.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

interface AncestorProcess {
  readonly id: number;
  readonly parent: number;
  readonly commandLine: string;
}

const CHECK_MS = 500;
const MAX_BETWEEN = 5;

/** @param exit default: ends this process with status 0. */
export function endWithNpm(exit: () => void = () => process.exit(0)): void {
  if (process.env["npm_lifecycle_event"] !== "start") return;
  const parent = process.ppid;
  const watched = upToNpm(parent);
  const timer = setInterval(() => {
    if (process.ppid === parent && watched.every(isAlive)) return;
    clearInterval(timer);
    exit();
  }, CHECK_MS).unref();
}

/** Ids of the ancestors, npm itself being the last; the parent alone where there is no npm. */
function upToNpm(parent: number): readonly number[] {
  const ids: number[] = [];
  for (let id = parent; ids.length < MAX_BETWEEN && id > 1;) {
    const found = readProcess(id);
    if (found === undefined) break;
    ids.push(id);
    if (isNpm(found.commandLine)) return ids;
    id = found.parent;
  }
  return [parent];
}

/** As it runs, or as it names itself: "node /usr/bin/npm start", "npm start". */
function isNpm(commandLine: string): boolean {
  return /(^|[\s/\\])npm(-cli\.js|\.cmd|\.exe)?(\s|$)/.test(commandLine);
}

/** Undefined where the system does not say. */
function readProcess(id: number): AncestorProcess | undefined {
  try {
    return process.platform === "linux" ? fromProc(id) : fromPs(id);
  } catch {
    return undefined;
  }
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the name in brackets may have any character. */
function fromProc(id: number): AncestorProcess {
  const stat = readFileSync(`/proc/${id}/stat`, "utf8");
  const [, parent] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const commandLine = readFileSync(`/proc/${id}/cmdline`, "utf8").replaceAll("\0", " ").trim();
  return { id, parent: Number(parent), commandLine };
}

/** @throws where there is no ps, as on Windows. */
function fromPs(id: number): AncestorProcess {
  const args = ["-o", "ppid=,args=", "-p", String(id)];
  const line = execFileSync("ps", args, { encoding: "utf8", stdio: "pipe" }).trim();
  const [, parent = "", commandLine = ""] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
  return { id, parent: Number(parent), commandLine };
}

function isAlive(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
