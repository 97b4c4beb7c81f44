/**
 * Results of earlier runs, in .cache/mutation. One holds as long as the text of its file stays; one
 * that no test noticed, as long as no test has changed either.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import type { Judged } from "./judge";
import type { Mutant } from "./mutants";

interface Kept extends Judged {
  readonly version: string;
  readonly tests: string;
}

export class KeptResults {
  private readonly file: string;
  private readonly kept: Record<string, Kept>;

  /** @param tests hash of all tests. */
  constructor(
    root: string,
    group: string,
    private readonly tests: string,
  ) {
    this.file = path.join(root, ".cache", "mutation", `${group}.json`);
    this.kept = fs.existsSync(this.file)
      ? (JSON.parse(fs.readFileSync(this.file, "utf8")) as Record<string, Kept>)
      : {};
  }

  get({ key, version }: Mutant): Judged | undefined {
    const kept = this.kept[key];
    if (kept?.version !== version) return undefined;
    const isNoticed = kept.status === "killed" || kept.status === "timeout";
    return isNoticed || kept.tests === this.tests ? kept : undefined;
  }

  /** The same, also where no test noticed it and tests have changed since. */
  latest({ key, version }: Mutant): Judged | undefined {
    const kept = this.kept[key];
    return kept?.version === version ? kept : undefined;
  }

  /** Whether mutants of a file's text were judged. */
  knows(version: string): boolean {
    return Object.values(this.kept).some((each) => each.version === version);
  }

  set({ key, version }: Mutant, judged: Judged): void {
    this.kept[key] = { ...judged, version, tests: this.tests };
  }

  save(): void {
    fs.mkdirSync(path.dirname(this.file), { recursive: true });
    fs.writeFileSync(this.file, JSON.stringify(this.kept));
  }
}
