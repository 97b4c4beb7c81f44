/** The list of mutants that no test notices, each with the reason why that stays. */
import type { Result } from "./results";
import { REASONS } from "./reasons";
import type { Mutant } from "./mutants";

/** Characters of a change that are shown. */
const MAX_SHOWN = 90;

export function staying(results: readonly Result[]): string {
  const seen = results.map(([mutant, { status }]) => ({ mutant, status, why: reasonFor(mutant) }));
  const files = [...new Set(seen.map(({ mutant }) => mutant.file))];
  const open = seen.filter(({ why }) => why === undefined).length;
  const parts = files.map((file) => {
    const own = seen.filter(({ mutant }) => mutant.file === file);
    const lines = own.map(({ mutant, status, why = "not looked at yet" }) => {
      const reached = status === "unreached" ? "; no test reaches it" : "";
      return `- ${changeOf(mutant)}: ${why}${reached}`;
    });
    return `\`${file}\`\n\n${lines.join("\n")}`;
  });
  const left = open === 0 ? "" : `; ${open} were not looked at`;
  return [`### What stays (${results.length}${left})`, ...parts].join("\n\n");
}

function reasonFor({ file, mutator, original, replacement }: Mutant): string | undefined {
  const change = `${oneLine(original)} -> ${oneLine(replacement)}`;
  return REASONS.find(
    (reason) =>
      file.startsWith(reason.in) &&
      (reason.mutator === undefined || reason.mutator === mutator) &&
      change.includes(reason.change),
  )?.why;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}

function changeOf({ line, original, replacement }: Mutant): string {
  return `${line}: ${shown(original)} → ${shown(replacement)}`;
}

function shown(text: string): string {
  const line = oneLine(text);
  const cut = line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN)}…` : line;
  const fence = cut.includes("`") ? "``" : "`";
  const pad = fence.length === 2 ? " " : "";
  return cut === "" ? "nothing" : `${fence}${pad}${cut}${pad}${fence}`;
}
