/** CPU time of a process's threads, as Linux counts it in nanoseconds. */
import * as fs from "node:fs";

export interface ThreadTime {
  readonly mainMs: number;
  /** Compiler, garbage collector, file system. */
  readonly othersMs: number;
}

/** https://docs.kernel.org/scheduler/sched-stats.html#proc-pid-schedstat */
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
  const ids = fs.readdirSync(folder);
  const whole = ids.reduce((sum, id) => sum + ofThread(id), 0);
  const mainMs = ofThread(String(pid));
  return { mainMs, othersMs: whole - mainMs };
}

/** Processes that a process has started itself. */
export function childrenOf(pid: number): readonly number[] {
  const text = fs.readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return text === "" ? [] : text.split(" ").map(Number);
}
