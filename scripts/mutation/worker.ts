/** The process in which tests run, in the copy of the project; kept for one mutant after another. */
import * as path from "node:path";
import { rememberStart } from "./fresh-start";
import { rememberPackages, rememberProcesses } from "./remembered-work";
import { clearCoverage, coverage, type FileRun, runTestFile, switches } from "./test-run";

export interface PlannedFile {
  readonly file: string;
  /** Titles of the tests that run. */
  readonly only: readonly string[];
  /** For each test and hook. */
  readonly timeoutMs: number;
  /** What the entire file took without a mutant. */
  readonly ms: number;
}

export type WorkerRequest =
  | {
      readonly kind: "reach";
      readonly file: string;
      /** Beginnings of titles of tests that do not run. */
      readonly leftOut: readonly string[];
    }
  | {
      readonly kind: "mutant";
      readonly id: string;
      readonly run: PlannedFile;
      /** Whether the project is loaded afresh; the next files of a mutant go on with it. */
      readonly isFirst: boolean;
      readonly hitLimit: number;
    };

export interface Reached extends FileRun {
  /** Of the entire file. */
  readonly ms: number;
  /** Why the file could not be loaded. */
  readonly error?: string;
  /** How often mutants were reached outside of tests, by id. */
  readonly outside: Readonly<Record<string, number>>;
  /** And in tests, by title. */
  readonly inside: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** The first test that failed, with its message. */
export interface Verdict {
  readonly killedBy?: string;
  readonly message?: string;
}

const ROOT = process.cwd();
const QUIET = "tests/support/quiet.ts";
/** A baseline waits as long as the tests themselves would. */
const MAX_BASELINE_MS = 120_000;

// As in the project's own runs, which hear of neither between two tests.
process.on("unhandledRejection", () => undefined);
process.on("uncaughtException", () => undefined);
process.on("disconnect", () => process.exit());
process.setMaxListeners(0);
rememberProcesses();
rememberPackages();
const startAgain = rememberStart(ROOT);

async function reach({
  file,
  leftOut,
}: Extract<WorkerRequest, { readonly kind: "reach" }>): Promise<Reached> {
  startAgain();
  clearCoverage();
  const start = Date.now();
  const run = await runTestFile(inRoot(QUIET, file), {
    isWanted: (title) => !leftOut.some((start) => title.startsWith(start)),
    timeoutMs: MAX_BASELINE_MS,
  }).catch((error: unknown) => ({ passed: {}, failed: {}, slowestMs: 0, error: String(error) }));
  return { ...run, ms: Date.now() - start, outside: coverage.static, inside: coverage.perTest };
}

async function judge({
  id,
  run: { file, only, timeoutMs },
  isFirst,
  hitLimit,
}: Extract<WorkerRequest, { readonly kind: "mutant" }>): Promise<Verdict> {
  if (isFirst) startAgain();
  clearCoverage();
  Object.assign(switches, { activeMutant: id, hitCount: 0, hitLimit });
  const wanted = new Set(only);
  try {
    const { failed } = await runTestFile(inRoot(QUIET, file), {
      isWanted: (title) => wanted.has(title),
      timeoutMs,
      bail: true,
    });
    const [first] = Object.entries(failed);
    return first === undefined ? {} : { killedBy: first[0], message: first[1] };
  } catch (error) {
    return { killedBy: "loading", message: String(error).slice(0, 300) };
  } finally {
    switches.activeMutant = undefined;
    switches.hitCount = undefined;
  }
}

function inRoot(...files: readonly string[]): readonly string[] {
  return files.map((file) => path.join(ROOT, file));
}

process.on("message", (request: WorkerRequest) => {
  const answer = request.kind === "reach" ? reach(request) : judge(request);
  void answer.then((reply) => process.send?.(reply));
});
