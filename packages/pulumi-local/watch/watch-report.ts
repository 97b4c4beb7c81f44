/** What the terminal says of the edit loop: what is served now, or why it is not. */
import type { EditProblem } from "./edit-state";
import { problemText } from "./program-problems";

/** The same for machines. */
export type WatchEvent =
  | {
      readonly kind: "served";
      readonly files: readonly string[];
      readonly changes: string;
      readonly milliseconds: number;
    }
  | {
      readonly kind: "not-served";
      readonly files: readonly string[];
      /** Milliseconds since 1970. */
      readonly servedSince: number;
      readonly problems: readonly EditProblem[];
    }
  | { readonly kind: "warnings"; readonly problems: readonly EditProblem[] };

/** @param isRepeated whether the same was reported of the save before. */
export function watchText(event: WatchEvent, isRepeated = false): string {
  switch (event.kind) {
    case "served":
      return `${event.files.join(", ")}: ${event.changes} (${event.milliseconds} ms)`;
    case "not-served": {
      const since = `still serving the version of ${clockTime(event.servedSince)}.`;
      return isRepeated
        ? `Not served, for the same reason: ${since}`
        : `Not served: ${since}\n${listed(event.problems, problemText)}`;
    }
    case "warnings":
      return listed(event.problems, (each) => `warning: ${problemText(withoutFrame(each))}`);
  }
}

/** Most follow from the first ones. */
const MAX_SHOWN = 5;

function listed(
  problems: readonly EditProblem[],
  textOf: (problem: EditProblem) => string,
): string {
  const more = problems.length - MAX_SHOWN;
  const shown = problems.slice(0, MAX_SHOWN).map(textOf);
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("\n");
}

function withoutFrame({ frame: _, ...problem }: EditProblem): EditProblem {
  return problem;
}

/** "08:12:03", of this machine's time zone. */
export function clockTime(at: number): string {
  return new Date(at).toTimeString().slice(0, 8);
}
