/** Tasks of this machine, those that are in flight first; nothing is shown where there is none. */
import type { TaskView } from "../../stand-ins/task-view";
import { element } from "./element";
import { clockTime, exactTime } from "./format";
import { type ListSection, makeListSection } from "./list-section";

const COLUMNS = ["Tool", "Status", "Message", "Since", "Id"];

export function makeTasks(): ListSection {
  return makeListSection<TaskView>("tasks", {
    about: "Work behind the responses, those in flight first.",
    show: (tasks) => [showTasks(tasks)],
  });
}

function showTasks(tasks: readonly TaskView[]): HTMLElement {
  const heads = COLUMNS.map((name) => element("th", { scope: "col" }, name));
  // Scrolled sideways where it is narrow: reached by keyboard too.
  return element(
    "div",
    { class: "task-list", tabindex: 0, role: "region", "aria-label": "List of tasks" },
    element(
      "table",
      {},
      element("thead", {}, element("tr", {}, ...heads)),
      element("tbody", {}, ...tasks.map(showTask)),
    ),
  );
}

function showTask({ id, tool, status, message, since }: TaskView): HTMLElement {
  const exact = exactTime(since);
  return element(
    "tr",
    { "data-status": status },
    element("th", { scope: "row" }, tool),
    element("td", { class: "status" }, status.replace("_", " ")),
    element("td", {}, message),
    element("td", {}, element("time", { datetime: exact, title: exact }, sinceText(since))),
    element("td", {}, element("code", {}, id)),
  );
}

/** With its day when that is not today's. */
function sinceText(at: number): string {
  const then = new Date(at);
  const isToday = then.toDateString() === new Date().toDateString();
  return isToday ? clockTime(at) : `${then.toDateString()}, ${clockTime(at)}`;
}
