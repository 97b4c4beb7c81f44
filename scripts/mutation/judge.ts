/** Tells of one mutant whether the tests notice it. */
import type { Mutant } from "./mutants";
import { planFor, type TestFile } from "./reach";
import type { Verdict } from "./worker";
import type { WorkerProcess } from "./worker-process";

export type Status = "killed" | "timeout" | "survived" | "unreached";

export interface Judged {
  readonly status: Status;
  /** File and title of the test that failed. */
  readonly by?: string;
}

/** For a file of tests, besides four times what it took without a mutant: the machine may be busy. */
const EXTRA_MS = 20_000;
/** A mutant that is reached so much more often than without it is in an endless loop. */
const MAX_HITS = { times: 100, more: 20_000 };

export async function judge(
  mutant: Mutant,
  tests: readonly TestFile[],
  worker: WorkerProcess,
): Promise<Judged> {
  const { files, hits } = planFor(mutant.id, tests);
  if (files.length === 0) return { status: "unreached" };
  const hitLimit = hits * MAX_HITS.times + MAX_HITS.more;
  for (const [index, run] of files.entries()) {
    const verdict = await worker.ask<Verdict>(
      { kind: "mutant", id: mutant.id, run, isFirst: index === 0, hitLimit },
      run.ms * 4 + EXTRA_MS,
    );
    if (verdict === undefined) return { status: "timeout", by: run.file };
    if (verdict.killedBy === undefined) continue;
    const isLate = /^Timeout of \d+ms|Hit count limit/.test(verdict.message ?? "");
    return { status: isLate ? "timeout" : "killed", by: `${run.file}: ${verdict.killedBy}` };
  }
  return { status: "survived" };
}
