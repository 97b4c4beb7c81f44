/** Writes docs/mutation.md: rates by folder from what earlier runs have found, and what stays. */
import * as fs from "node:fs";
import * as path from "node:path";
import { format } from "prettier";
import { type GroupName, GROUPS } from "./groups";
import { isNoticed, readKnown, type Known, type Result } from "./results";
import type { KeptResults } from "./kept-results";
import type { Mutant } from "./mutants";
import { inOrder, isSampled, type Part, type Rate, rateOf, rateOfParts } from "./sample";
import { staying } from "./staying";

export interface ReportOptions {
  /** As of the run; default: the group's. */
  readonly every?: number | undefined;
  readonly seed: string;
}

const HEAD = "scripts/mutation/head.md";
const TO = "docs/mutation.md";

/** @returns the file's path, from the root. */
export async function writeReport(root: string, options: ReportOptions): Promise<string> {
  const parts = [fs.readFileSync(path.join(root, HEAD), "utf8").trim()];
  for (const name of Object.keys(GROUPS) as GroupName[]) {
    parts.push(sectionOf(name, await readKnown(root, name), options));
  }
  const text = await format(parts.join("\n\n"), { parser: "markdown" });
  fs.writeFileSync(path.join(root, TO), text);
  return TO;
}

function sectionOf(name: GroupName, known: Known, options: ReportOptions): string {
  const { instrumented, kept, group } = known;
  const { every = group.every, seed } = options;
  const chosen = instrumented.mutants.filter(({ key }) => isSampled(key, every, seed));
  const results = settled(chosen, kept);
  const missing = chosen.length - results.length;
  const counted = every === 1 ? "all of them" : `one in ${every}, chosen by hash (seed ${seed})`;
  return [
    `## ${name}: ${group.sources.map((source) => `\`${source}\``).join(", ")}`,
    `${instrumented.mutants.length} mutants; run: ${counted}. ${instrumented.prose} more change a text for people and are left out. Goal: ${group.goal} %.${
      missing === 0
        ? ""
        : ` ${missing} of the sample were not run, or their file has changed since.`
    }`,
    ratesOf(known, results),
    "Tests that took no part:",
    [...Object.entries(group.leftOut), ...Object.entries(group.leftOutTitles)]
      .map(([what, why]) => `- \`${what}\`: ${why}`)
      .join("\n"),
    staying(results.filter(([, judged]) => !isNoticed(judged)).toSorted(byPlace)),
  ].join("\n\n");
}

/**
 * Results in the order of the run, up to the first mutant that waits for it: those that were ended
 * early are no sample. Files that have changed since are passed over.
 */
function settled(chosen: readonly Mutant[], kept: KeptResults): readonly Result[] {
  const results: Result[] = [];
  for (const mutant of chosen.toSorted(inOrder)) {
    const judged = kept.latest(mutant);
    if (judged !== undefined) results.push([mutant, judged]);
    else if (kept.knows(mutant.version)) break;
  }
  return results;
}

function ratesOf({ instrumented }: Known, results: readonly Result[]): string {
  const folders = [...new Set(results.map(([{ file }]) => folderOf(file)))].sort();
  const parts = folders.map((folder) => ({
    folder,
    ...figuresOf(
      results.filter(([{ file }]) => folderOf(file) === folder),
      instrumented.mutants.filter(({ file }) => folderOf(file) === folder).length,
    ),
  }));
  const rows = parts.map((part) => row(`\`${part.folder}\``, part, rateOfPart(part)));
  const all = { ...figuresOf(results, instrumented.mutants.length) };
  const head = ["folder", "mutants", "run", "noticed", "of these by time", "rate", "95 %"];
  const line = head.map((_, index) => (index === 0 ? "---" : "---:"));
  return [head, line, ...rows, row("**all**", all, rateOfParts(parts))]
    .map((cells) => `| ${cells.join(" | ")} |`)
    .join("\n");
}

interface Figures extends Part {
  readonly byTime: number;
}

function figuresOf(results: readonly Result[], all: number): Figures {
  const found = results.filter(([, judged]) => isNoticed(judged)).length;
  const byTime = results.filter(([, { status }]) => status === "timeout").length;
  return { all, sampled: results.length, found, byTime };
}

function rateOfPart({ found, sampled, all }: Part): Rate {
  return rateOf(found, sampled, all);
}

function row(
  what: string,
  { all, sampled, found, byTime }: Figures,
  rate: Rate,
): readonly string[] {
  const counts = [all, sampled, found, byTime].map(String);
  return [
    what,
    ...counts,
    `${rate.rate.toFixed(1)} %`,
    `${rate.from.toFixed(1)} to ${rate.to.toFixed(1)}`,
  ];
}

function folderOf(file: string): string {
  const depth = file.startsWith("packages/mcp-lambda/") ? 3 : 2;
  const parts = file.split("/").slice(0, -1).slice(0, depth);
  return parts.length === 0 ? "index.ts" : parts.join("/");
}

function byPlace([one]: Result, [other]: Result): number {
  return one.file.localeCompare(other.file) || one.line - other.line;
}
