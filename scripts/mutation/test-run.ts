/** Runs of a test file in this process, and what its tests have reached. */
import Mocha from "mocha";

/** What Stryker's switches read and write, under this name of the global object. */
interface Switches {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  mutantCoverage?: Coverage | undefined;
}

interface Coverage {
  static: Record<string, number>;
  perTest: Record<string, Record<string, number>>;
}

const everywhere = globalThis as { __stryker__?: Switches };
everywhere.__stryker__ ??= {};
export const switches: Switches = everywhere.__stryker__;
/** One object for all loads of the sources: they keep the first that they see. */
export const coverage: Coverage = { static: {}, perTest: {} };
switches.mutantCoverage = coverage;

export function clearCoverage(): void {
  coverage.static = {};
  coverage.perTest = {};
}

export interface FileRun {
  /** Milliseconds by title. */
  readonly passed: Readonly<Record<string, number>>;
  /** Messages by title of the test or hook. */
  readonly failed: Readonly<Record<string, string>>;
  /** Milliseconds of the slowest test or hook. */
  readonly slowestMs: number;
}

export interface FileRunOptions {
  /** Whether the test of a title runs. */
  readonly isWanted: (title: string) => boolean;
  readonly bail?: boolean;
  readonly timeoutMs: number;
}

class TestFiles extends Mocha {
  load(): void {
    this.loadFiles();
  }
}

/** @throws what loading the file throws. */
export async function runTestFile(
  files: readonly string[],
  { isWanted, bail = false, timeoutMs }: FileRunOptions,
): Promise<FileRun> {
  // The base of all reporters prints nothing.
  const mocha = new TestFiles({ bail, timeout: timeoutMs, reporter: Mocha.reporters.Base });
  for (const file of files) {
    // Tests are declared when their file is loaded.
    Reflect.deleteProperty(require.cache, file);
    mocha.addFile(file);
  }
  mocha.load();
  keep(mocha.suite, isWanted);
  const passed: Record<string, number> = {};
  const failed: Record<string, string> = {};
  let slowestMs = 0;
  await new Promise<void>((resolve) => {
    const runner = mocha.run(() => {
      resolve();
    });
    runner.on("test", (test) => (switches.currentTestId = test.fullTitle()));
    runner.on("test end", () => (switches.currentTestId = undefined));
    const timed = ({ duration = 0 }: Mocha.Runnable): void => {
      slowestMs = Math.max(slowestMs, duration);
    };
    runner.on("hook end", timed);
    runner.on("test end", timed);
    runner.on("pass", (test) => (passed[test.fullTitle()] = test.duration ?? 0));
    runner.on("fail", (test, error: Error) => {
      failed[test.fullTitle()] = error.message.slice(0, 300);
    });
  });
  switches.currentTestId = undefined;
  return { passed, failed, slowestMs };
}

function keep(suite: Mocha.Suite, isKept: (title: string) => boolean): void {
  suite.tests = suite.tests.filter((test) => isKept(test.fullTitle()));
  for (const child of suite.suites) keep(child, isKept);
}
