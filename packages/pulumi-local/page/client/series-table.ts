/** The numbers of a graph as a table: what lines and colours say, for every reader. */
import type { GraphWidget, Series, Threshold } from "../../cloudwatch/dashboard/view";
import { element } from "./element";
import { quantity } from "./format";
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
      ...widget.thresholds.map((threshold) => thresholdRow(threshold, widget)),
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
    element("td", { class: "stat" }, statText(label, stat), axis === "right" && " (right axis)"),
    total,
  );
}

/** In CloudWatch's words, but where the label says it. */
function statText(label: string, stat: string): string {
  return label === stat ? "" : (STATISTICS[stat] ?? stat);
}

const STATISTICS: Readonly<Record<string, string>> = {
  Sum: "sum",
  Average: "average",
  Minimum: "min",
  Maximum: "max",
  SampleCount: "count",
};

/** In the unit of what is drawn on its axis. */
function thresholdRow(
  { value, label, color, axis }: Threshold,
  { series }: GraphWidget,
): HTMLElement {
  const unit = series.find((one) => one.axis === axis)?.unit;
  const drawn = color !== undefined && isColor(color) ? color : "var(--bad)";
  return element(
    "tr",
    { "data-threshold": label },
    element("th", { scope: "row" }, swatch(drawn, "dashed"), label),
    element("td", { class: "stat" }, "threshold"),
    element("td", { class: "total" }, quantity(value, unit)),
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
      element("dt", {}, label, element("span", { class: "stat" }, ` ${statText(label, stat)}`)),
      totals[index],
    ),
  );
  return { node: element("dl", { class: "numbers" }, ...groups), update: totalsInto(totals) };
}

/** @param cells in the order of the series */
function totalsInto(cells: readonly HTMLElement[]): ShownNumbers["update"] {
  return ({ series }) => {
    for (const [index, cell] of cells.entries()) {
      cell.textContent = quantity(series[index]?.total, series[index]?.unit);
    }
  };
}

function swatch(color: string, more = ""): HTMLElement {
  const made = element("span", { class: `swatch ${more}` });
  made.style.setProperty("--swatch", color);
  return made;
}
