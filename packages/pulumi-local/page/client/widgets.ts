/** One widget of the dashboard, by its kind. */
import type { GraphWidget, Placed, View, Widget } from "../../cloudwatch/dashboard/view";
import { element } from "./element";
import { periodText, plainNumber } from "./format";
import { makeGraph } from "./graph";
import { renderMarkdown } from "./markdown";
import { makeNumbers, makeSeriesTable } from "./series-table";

/** What is inside a widget: `update` shows another state of the same widget. */
export interface WidgetContent {
  readonly nodes: readonly Node[];
  readonly update: (widget: Widget, view: View) => void;
  readonly remove?: () => void;
}

export function makeContent(widget: Widget, view: View): WidgetContent {
  switch (widget.kind) {
    case "graph":
      return widget.view === "singleValue" ? numbers(widget) : graph(widget, view);
    case "text":
      return { nodes: [renderMarkdown(widget.markdown)], update: () => undefined };
    case "alarms":
      return alarmChips();
    case "aws-only":
      return { nodes: [logsInsights(widget.query)], update: () => undefined };
  }
}

function numbers(widget: GraphWidget): WidgetContent {
  const { node, update } = makeNumbers(widget);
  return {
    nodes: [node],
    update: (next) => {
      if (next.kind === "graph") update(next);
    },
  };
}

function graph(widget: GraphWidget & Placed, view: View): WidgetContent {
  const drawn = makeGraph(widget, view);
  const table = makeSeriesTable(widget.title, widget);
  const none = element("p", { class: "no-data" }, "no data in this time range");
  const holder = element("div", { class: "graph-holder" }, drawn.node, none);
  return {
    nodes: [holder, table.node],
    update: (next, nextView) => {
      if (next.kind !== "graph") return;
      none.hidden = next.series.some(({ points }) => points.some(([, value]) => value !== null));
      drawn.update(next, nextView);
      table.update(next);
    },
    remove: drawn.remove,
  };
}

function alarmChips(): WidgetContent {
  const list = element("ul", { class: "chips" });
  return {
    nodes: [list],
    update: (widget, { alarms }) => {
      if (widget.kind !== "alarms") return;
      const chips = widget.names.map((name) => {
        const state = alarms.find((alarm) => alarm.name === name)?.state;
        const text = state === undefined ? "not declared" : state.replace("_", " ");
        return element(
          "li",
          {},
          name,
          element("span", { class: "state", "data-state": state }, text),
        );
      });
      list.replaceChildren(...chips);
    },
  };
}

function logsInsights(query: string): HTMLElement {
  return element(
    "div",
    { class: "aws-only" },
    element("p", {}, "AWS only: Logs Insights"),
    element(
      "details",
      {},
      element("summary", {}, "Query"),
      element("pre", {}, element("code", {}, query)),
    ),
  );
}

/** What a widget's heading says beside its title. */
export function widgetNote(widget: Widget): string {
  if (widget.kind !== "graph") return "";
  const note = `per ${periodText(widget.periodSeconds)}`;
  return widget.stacked ? `${note}, stacked` : note;
}

/** What makes a widget another one; a change of numbers alone does not. */
export function widgetShape(widget: Widget): string {
  if (widget.kind !== "graph") return JSON.stringify(widget);
  const series = widget.series.map(({ label, stat, color, axis }) => [label, stat, color, axis]);
  const thresholds = widget.thresholds.map((one) => [one.label, plainNumber(one.value), one.color]);
  return JSON.stringify({ ...widget, series, thresholds });
}
