/** What drifted, as a table. */
import { textTable } from "../observed/text-table";
import type { Drifted } from "./drifted";

/** A resource has as many lines at most: a dashboard is long. */
const MAX_CHANGES = 8;
const MAX_WIDTH = 110;

export function driftTable(drifted: readonly Drifted[]): string {
  const rows = drifted.flatMap(({ kind, name, what, changes }) => {
    const texts = what === "deleted" ? ["is not there any more"] : changes;
    const shown = texts.slice(0, MAX_CHANGES).map(clip);
    const more = texts.length > MAX_CHANGES ? [`and ${texts.length - MAX_CHANGES} more`] : [];
    return [...shown, ...more].map((text, at) => [
      at === 0 ? kind : "",
      at === 0 ? name : "",
      at === 0 ? what : "",
      text,
    ]);
  });
  return textTable(["resource", "name", "drift", "state -> AWS"], rows);
}

function clip(text: string): string {
  return text.length > MAX_WIDTH ? `${text.slice(0, MAX_WIDTH - 1).toWellFormed()}…` : text;
}
