/** A run over one group: instrument, find out what reaches what, judge, and tell. */
import { copyInstrumented } from "./instrumented-copy";
import type { GroupName } from "./groups";
import { judge, type Judged } from "./judge";
import type { KeptResults } from "./kept-results";
import type { Mutant } from "./mutants";
import { reachOf, type TestFile } from "./reach";
import { isNoticed, readKnown, type Result } from "./results";
import { inOrder, isSampled, rateOf } from "./sample";
import { WorkerProcess } from "./worker-process";

export interface RunOptions {
  /** One mutant in so many; default: the group's. */
  readonly every?: number | undefined;
  readonly seed: string;
  /** Files or folders, with commas between. */
  readonly only?: string | undefined;
  readonly again?: boolean;
}

/** Results are saved so often, in mutants: a run that is ended goes on there. */
const SAVED_EVERY = 5;

const say = (text: string): boolean => process.stdout.write(`${text}\n`);

export async function runGroup(root: string, name: GroupName, options: RunOptions): Promise<void> {
  const { group, instrumented, tests, kept } = await readKnown(root, name, options);
  const { texts, mutants } = instrumented;
  const { every = group.every, seed, only } = options;
  const chosen = mutants.filter(
    (mutant) => isChosen(mutant, only) && isSampled(mutant.key, every, seed),
  );
  const open = chosen.filter((mutant) => kept.get(mutant) === undefined).sort(inOrder);
  say(`${mutants.length} mutants, ${chosen.length} of them chosen, ${open.length} not known yet`);
  if (open.length > 0) {
    const worker = new WorkerProcess(copyInstrumented(root, texts));
    try {
      await judgeAll(open, {
        kept,
        worker,
        reached: await reachAll(tests, worker, Object.keys(group.leftOutTitles)),
      });
    } finally {
      worker.close();
    }
  }
  const judged = chosen.flatMap((mutant): Result[] => {
    const result = kept.get(mutant);
    return result === undefined ? [] : [[mutant, result]];
  });
  tell(judged, mutants.length);
}

/** @param only files or folders, with commas between; all by default. */
function isChosen({ file }: Mutant, only: string | undefined): boolean {
  return only === undefined || only.split(",").some((path) => isWithin(file, path));
}

function isWithin(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder.replace(/\/$/, "")}/`);
}

async function reachAll(
  files: readonly string[],
  worker: WorkerProcess,
  leftOut: readonly string[],
): Promise<readonly TestFile[]> {
  const reached: TestFile[] = [];
  for (const file of files) {
    const test = await reachOf(worker, file, leftOut);
    if ("error" in test) say(`left out, since it fails as it is: ${file}: ${test.error}`);
    else {
      for (const [title, message] of Object.entries(test.failed)) {
        say(`left out, since it fails as it is: ${file}: ${title}: ${message}`);
      }
      reached.push(test);
    }
  }
  return reached;
}

interface Means {
  readonly kept: KeptResults;
  readonly worker: WorkerProcess;
  readonly reached: readonly TestFile[];
}

async function judgeAll(
  mutants: readonly Mutant[],
  { kept, worker, reached }: Means,
): Promise<void> {
  const start = Date.now();
  for (const [index, mutant] of mutants.entries()) {
    const judged = await judge(mutant, reached, worker);
    kept.set(mutant, judged);
    if (judged.status !== "killed") say(describeMutant(mutant, judged));
    if (index % SAVED_EVERY === 0) {
      kept.save();
      say(`${index + 1} of ${mutants.length}, ${Math.round((Date.now() - start) / 1000)} s`);
    }
  }
  kept.save();
}

function describeMutant(mutant: Mutant, { status, by }: Judged): string {
  const line = (text: string): string => text.replace(/\s+/g, " ").slice(0, 120);
  const what = `${line(mutant.original)}  ->  ${line(mutant.replacement)}`;
  return `${status} ${mutant.file}:${mutant.line} ${mutant.mutator} ${what}${by === undefined ? "" : ` (${by})`}`;
}

function tell(judged: readonly Result[], all: number): void {
  const found = judged.filter(([, result]) => isNoticed(result)).length;
  const { rate, from, to } = rateOf(found, judged.length, all);
  const interval = `95 %: ${from.toFixed(1)} to ${to.toFixed(1)}`;
  say(`${found} of ${judged.length} noticed: ${rate.toFixed(1)} % (${interval})`);
}
