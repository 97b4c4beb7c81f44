/** The answer of a query of the log, as a table. */
import type { Cell, LogAnswer } from "../../cloudwatch/dashboard/view";
import { element } from "./element";
import { clockTime, exactTime, numberText } from "./format";

interface ShownAnswer {
  readonly node: HTMLElement;
  readonly update: (answer: LogAnswer) => void;
}

/** @param title what the table is of, for who cannot see it. */
export function makeAnswer(title: string): ShownAnswer {
  const caption = element("caption", { class: "hidden" }, title);
  const head = element("tr", {});
  const body = element("tbody", {});
  const table = element("table", {}, caption, element("thead", {}, head), body);
  // Focusable, so that the keyboard scrolls it.
  const scroller = element(
    "div",
    { class: "answer-rows", tabindex: 0, role: "region", "aria-label": title },
    table,
  );
  const note = element("p", { class: "answer-note" });
  let shown = "";
  return {
    node: element("div", { class: "answer" }, scroller, note),
    update: (answer) => {
      const next = JSON.stringify(answer);
      if (next === shown) return;
      shown = next;
      note.textContent = noteOf(answer);
      scroller.hidden = answer.rows.length === 0;
      head.replaceChildren(...answer.columns.map((name) => element("th", { scope: "col" }, name)));
      body.replaceChildren(...answer.rows.map((row) => element("tr", {}, ...row.map(cell))));
    },
  };
}

function noteOf({ rows, found, lines, problems }: LogAnswer): string {
  if (problems.length > 0) return "";
  if (lines === 0) return "No lines of the log in this time range.";
  const of = `${numberText(lines)} ${lines === 1 ? "line" : "lines"} of the log`;
  if (found === 0) return `Nothing found in ${of}.`;
  const shown = rows.length < found ? `${numberText(rows.length)} of ` : "";
  return `${shown}${numberText(found)} ${found === 1 ? "row" : "rows"} from ${of}`;
}

function cell(value: Cell): HTMLElement {
  if (value === null) return element("td", {});
  if (typeof value === "string") return element("td", {}, value);
  if (typeof value === "number") return element("td", { class: "number" }, numberText(value));
  const { at } = value;
  const time = element("time", { datetime: exactTime(at), title: exactTime(at) }, clockTime(at));
  return element("td", { class: "number" }, time);
}
