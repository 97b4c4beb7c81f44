// @ts-check
/** The numbers of a graph as a table: what lines and colours say, for every reader. */
import { element } from "./element.js";
import { plainNumber } from "./format.js";
import { isColor, seriesColor } from "./palette.js";

/** @typedef {import("../cloudwatch/view").GraphWidget} GraphWidget */

/**
 * @param {string} title
 * @param {GraphWidget} widget
 */
export function makeSeriesTable(title, widget) {
  const totals = widget.series.map(({ label, stat }) =>
    element("td", { class: "total", "data-series": label, "data-stat": stat }),
  );
  const rows = widget.series.map(({ label, stat, color, axis }, index) =>
    element(
      "tr",
      {},
      element("th", { scope: "row" }, swatch(seriesColor(color, index)), label),
      element("td", { class: "stat" }, axis === "right" ? `${stat} (right axis)` : stat),
      totals[index],
    ),
  );
  const lines = widget.thresholds.map(({ value, label, color }) =>
    element(
      "tr",
      { "data-threshold": label },
      element(
        "th",
        { scope: "row" },
        swatch(color !== undefined && isColor(color) ? color : "var(--bad)", "dashed"),
        label,
      ),
      element("td", { class: "stat" }, "threshold"),
      element("td", { class: "total" }, plainNumber(value)),
    ),
  );
  const node = element(
    "table",
    { class: "series" },
    element("caption", { class: "hidden" }, `${title}: values of the time range`),
    element(
      "thead",
      { class: "hidden" },
      element("tr", {}, ...["Series", "Statistic", "Total"].map((text) => element("th", {}, text))),
    ),
    element("tbody", {}, ...rows, ...lines),
  );
  return { node, update: totalsInto(totals) };
}

/** @param {GraphWidget} widget */
export function makeNumbers(widget) {
  const totals = widget.series.map(({ label, stat }) =>
    element("dd", { "data-series": label, "data-stat": stat }),
  );
  const groups = widget.series.map(({ label, stat }, index) =>
    element(
      "div",
      {},
      element("dt", {}, label, element("span", { class: "stat" }, stat === "" ? "" : ` ${stat}`)),
      totals[index],
    ),
  );
  return { node: element("dl", { class: "numbers" }, ...groups), update: totalsInto(totals) };
}

/** @param {readonly HTMLElement[]} cells in the order of the series */
function totalsInto(cells) {
  return (/** @type {GraphWidget} */ { series }) => {
    for (const [index, cell] of cells.entries()) {
      cell.textContent = plainNumber(series[index]?.total);
    }
  };
}

/** @param {string} color @param {string} [more] */
function swatch(color, more = "") {
  const made = element("span", { class: `swatch ${more}` });
  made.style.setProperty("--swatch", color);
  return made;
}
