/** Blocks of the documents, run as the modules that they are. */
import { transformSync } from "esbuild";
import { createRequire } from "node:module";

/**
 * Runs a block of TypeScript; its types are not checked.
 *
 * @param names in reach of it, beside what it imports
 * @returns what it exports
 */
export function evaluate(block: string, names: Readonly<Record<string, unknown>> = {}): object {
  const { code } = transformSync(block, { loader: "ts", format: "cjs" });
  const module = { exports: {} };
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- a block of a page, which is ours
  const run = new Function("module", "require", ...Object.keys(names), code) as (
    ...args: readonly unknown[]
  ) => void;
  run(module, createRequire(__filename), ...Object.values(names));
  return module.exports;
}

/** Runs the tests of a block (`it(...)`), with these names in reach. @returns how many there were. */
export async function runTests(
  block: string,
  names: Readonly<Record<string, unknown>>,
): Promise<number> {
  const tests: (() => unknown)[] = [];
  const it = (_: string, test: () => unknown): unknown => tests.push(test);
  evaluate(block, { it, ...names });
  for (const test of tests) await test();
  return tests.length;
}
