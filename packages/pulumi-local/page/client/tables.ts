/** The tables of this machine, with their first items; nothing is shown where there is none. */
import type { TableView } from "../../stand-ins/table-view";
import { element } from "./element";
import { type ListSection, makeListSection } from "./list-section";

export function makeTables(): ListSection {
  return makeListSection<TableView>("tables", {
    about: "What tools have written on this machine.",
    show: (tables) => tables.map(showTable),
  });
}

function showTable({ name, keyText, expires, count, items }: TableView): HTMLElement {
  const some = items.length < count ? `, the first ${items.length} below` : "";
  const facts = [
    `key: ${keyText}`,
    `${count} ${count === 1 ? "item" : "items"}${some}`,
    ...(expires === "" ? [] : [`AWS deletes them at: ${expires}`]),
  ];
  const lines = items.map((item) => element("li", {}, element("code", {}, JSON.stringify(item))));
  return element(
    "article",
    { class: "table", "aria-label": `Table ${name}` },
    element(
      "header",
      {},
      element("h3", {}, name),
      element("p", { class: "hint" }, facts.join("; ")),
    ),
    lines.length > 0 &&
      element("ol", { class: "items", tabindex: 0, "aria-label": `Items of ${name}` }, ...lines),
  );
}
