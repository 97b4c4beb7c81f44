/** What the machine can do, and what others do with it. Linux. */
import * as fs from "node:fs";
import * as os from "node:os";
import { Worker } from "node:worker_threads";

const SPIN_MS = 400;

/** Counts how far it comes. */
const SPIN = `const end = performance.now() + ${SPIN_MS};
  let count = 0;
  while (performance.now() < end) count += 1;
  require("node:worker_threads").parentPort.postMessage(count);`;

async function spun(): Promise<number> {
  const worker = new Worker(SPIN, { eval: true });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}

/** What one, two ... threads get done at once, to one alone: less than their number where cores are shared. */
export async function measureCapacity(): Promise<readonly number[]> {
  const counts: number[] = [];
  for (let threads = 1; threads <= os.availableParallelism(); threads += 1) {
    const all = await Promise.all(Array.from({ length: threads }, spun));
    counts.push(all.reduce((sum, each) => sum + each, 0));
  }
  const alone = counts[0] ?? NaN;
  return counts.map((count) => Math.max(1, Number((count / alone).toFixed(2))));
}

/** Milliseconds that all cores were busy, since the machine began. */
export function busyMs(): number {
  return os
    .cpus()
    .map(({ times }) => times.user + times.nice + times.sys + times.irq)
    .reduce((sum, each) => sum + each, 0);
}

export interface ThreadTime {
  readonly mainMs: number;
  /** Compiler, garbage collector, file system. */
  readonly besideMs: number;
}

/** CPU of a process: https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat */
export function threadTime(pid: number): ThreadTime {
  const folder = `/proc/${pid}/task`;
  const ofThread = (id: string): number => {
    try {
      return Number(fs.readFileSync(`${folder}/${id}/schedstat`, "utf8").split(" ")[0]) / 1e6;
    } catch {
      // It has ended since.
      return 0;
    }
  };
  const whole = fs.readdirSync(folder).reduce((sum, id) => sum + ofThread(id), 0);
  const mainMs = ofThread(String(pid));
  return { mainMs, besideMs: whole - mainMs };
}

/** Processes that a process has started itself, whose command says `command`. */
export function childrenOf(pid: number, command: string): readonly number[] {
  const text = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return text
    .split(" ")
    .filter((id) => id !== "" && fs.readFileSync(`/proc/${id}/cmdline`, "utf8").includes(command))
    .map(Number);
}
