/** The numbers of a graph as a table: what lines and colours say, for every reader. */
import type { GraphWidget, Series, Threshold } from "../../cloudwatch/dashboard/view";
import { element } from "./element";
import { plainNumber } from "./format";
import { isColor, seriesColor } from "./palette";

interface ShownNumbers {
  readonly node: HTMLElement;
  readonly update: (widget: GraphWidget) => void;
}

export function makeSeriesTable(title: string, widget: GraphWidget): ShownNumbers {
  const totals = widget.series.map(({ label, stat }) =>
    element("td", { class: "total", "data-series": label, "data-stat": stat }),
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
    element(
      "tbody",
      {},
      ...widget.series.map((series, index) => seriesRow(series, index, totals[index])),
      ...widget.thresholds.map(thresholdRow),
    ),
  );
  return { node, update: totalsInto(totals) };
}

function seriesRow(
  { label, stat, color, axis }: Series,
  index: number,
  total: HTMLElement | undefined,
): HTMLElement {
  return element(
    "tr",
    {},
    element("th", { scope: "row" }, swatch(seriesColor(color, index)), label),
    element("td", { class: "stat" }, axis === "right" ? `${stat} (right axis)` : stat),
    total,
  );
}

function thresholdRow({ value, label, color }: Threshold): HTMLElement {
  const drawn = color !== undefined && isColor(color) ? color : "var(--bad)";
  return element(
    "tr",
    { "data-threshold": label },
    element("th", { scope: "row" }, swatch(drawn, "dashed"), label),
    element("td", { class: "stat" }, "threshold"),
    element("td", { class: "total" }, plainNumber(value)),
  );
}

export function makeNumbers(widget: GraphWidget): ShownNumbers {
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

/** @param cells in the order of the series */
function totalsInto(cells: readonly HTMLElement[]): ShownNumbers["update"] {
  return ({ series }) => {
    for (const [index, cell] of cells.entries()) {
      cell.textContent = plainNumber(series[index]?.total);
    }
  };
}

function swatch(color: string, more = ""): HTMLElement {
  const made = element("span", { class: `swatch ${more}` });
  made.style.setProperty("--swatch", color);
  return made;
}
