// @ts-check
/** One widget of the dashboard, by its kind. */
import { element } from "./element.js";
import { periodText, plainNumber } from "./format.js";
import { makeGraph } from "./graph.js";
import { renderMarkdown } from "./markdown.js";
import { makeNumbers, makeSeriesTable } from "./series-table.js";

/** @typedef {import("../cloudwatch/view").View} View */
/** @typedef {import("../cloudwatch/view").Widget} Widget */
/** @typedef {import("../cloudwatch/view").GraphWidget & import("../cloudwatch/view").Placed} Graph */
/**
 * What is inside a widget: `update` shows another state of the same widget.
 *
 * @typedef {{ nodes: readonly Node[], update: (widget: Widget, view: View) => void, remove?: () => void }} Content
 */

/**
 * @param {Widget} widget
 * @param {View} view
 * @returns {Content}
 */
export function makeContent(widget, view) {
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

/** @param {Graph} widget @returns {Content} */
function numbers(widget) {
  const { node, update } = makeNumbers(widget);
  return { nodes: [node], update: (next) => next.kind === "graph" && update(next) };
}

/** @param {Graph} widget @param {View} view @returns {Content} */
function graph(widget, view) {
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

/** @returns {Content} */
function alarmChips() {
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

/** @param {string} query */
function logsInsights(query) {
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

/**
 * What a widget's heading says beside its title.
 *
 * @param {Widget} widget
 */
export function widgetNote(widget) {
  if (widget.kind !== "graph") return "";
  const note = `per ${periodText(widget.periodSeconds)}`;
  return widget.stacked ? `${note}, stacked` : note;
}

/**
 * What makes a widget another one; a change of numbers alone does not.
 *
 * @param {Widget} widget
 */
export function widgetShape(widget) {
  if (widget.kind !== "graph") return JSON.stringify(widget);
  const series = widget.series.map(({ label, stat, color, axis }) => [label, stat, color, axis]);
  const thresholds = widget.thresholds.map((one) => [one.label, plainNumber(one.value), one.color]);
  return JSON.stringify({ ...widget, series, thresholds });
}
