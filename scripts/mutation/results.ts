/** What is known of a group's mutants. */
import * as fs from "node:fs";
import * as path from "node:path";
import { hashOf, sourceFiles, testFiles } from "./files";
import { GROUPS, type Group, type GroupName } from "./groups";
import type { Judged } from "./judge";
import { KeptResults } from "./kept-results";
import { instrument, type Instrumented, type Mutant } from "./mutants";

export interface Known {
  readonly group: Group;
  readonly instrumented: Instrumented;
  /** Files of the tests that take part. */
  readonly tests: readonly string[];
  readonly kept: KeptResults;
}

export interface KnownOptions {
  /** Forgets what no test noticed. */
  readonly again?: boolean;
}

export async function readKnown(
  root: string,
  name: GroupName,
  { again = false }: KnownOptions = {},
): Promise<Known> {
  const group: Group = GROUPS[name];
  const instrumented = await instrument(root, sourceFiles(root, group.sources));
  const tests = testFiles(root, group.tests).filter((file) => !(file in group.leftOut));
  const version = hashOf(...tests.map((file) => fs.readFileSync(path.join(root, file), "utf8")));
  const kept = new KeptResults(root, name, again ? `${version} ${Date.now()}` : version);
  return { group, instrumented, tests, kept };
}

export type Result = readonly [Mutant, Judged];

export function isNoticed({ status }: Judged): boolean {
  return status === "killed" || status === "timeout";
}
