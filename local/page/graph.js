// @ts-check
/** A graph of uPlot: the series of a widget by time, with thresholds and a tooltip. */
import uPlot from "/~/uplot.js";
import { element } from "./element.js";
import { align, axisRange, stack } from "./graph-data.js";
import { drawThresholds, showTooltip } from "./graph-overlay.js";
import { line, readColors, timeAxis, valueAxis } from "./graph-style.js";

/** @typedef {import("../cloudwatch/view").GraphWidget} GraphWidget */
/** @typedef {{ start: number, end: number }} Range */

/** @type {Set<() => void>} */
const redraws = new Set();

/** Takes the page's colours again and draws all graphs with them. */
export function recolorGraphs() {
  readColors();
  for (const redraw of redraws) redraw();
}

/**
 * @param {GraphWidget} first
 * @param {Range} firstRange
 */
export function makeGraph(first, firstRange) {
  let widget = first;
  let range = firstRange;
  let raw = align(first.series);
  const { bands } = stack(first.series, raw.columns);
  const tooltip = element("div", { class: "tooltip", hidden: true });
  const node = element("div", { class: "plot", "aria-hidden": "true" });

  /** @returns {import("/~/uplot.js").AlignedData} */
  const data = () => {
    const { columns } = widget.stacked ? stack(widget.series, raw.columns) : raw;
    return [raw.times, ...columns];
  };
  /** @param {"left" | "right"} axis */
  const scale = (axis) => ({
    range: /** @type {import("/~/uplot.js").Range.Function} */ (
      (_, least, most) => axisRange(widget, axis, least, most)
    ),
  });
  const hasRight = [...first.series, ...first.thresholds].some(({ axis }) => axis === "right");
  const plot = new uPlot(
    {
      width: 300,
      height: 150,
      padding: [8, hasRight ? 0 : 18, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, sync: { key: "dashboard" } },
      scales: {
        x: { time: true, range: () => [range.start / 1000, range.end / 1000] },
        left: scale("left"),
        right: scale("right"),
      },
      axes: [timeAxis(), valueAxis("left"), ...(hasRight ? [valueAxis("right")] : [])],
      series: [{}, ...first.series.map((series, index) => line(series, index, first.stacked))],
      bands: first.stacked
        ? bands.map(([upper, lower]) => ({ series: [upper + 1, lower + 1] }))
        : [],
      hooks: {
        draw: [(self) => drawThresholds(self, widget)],
        setCursor: [(self) => showTooltip(self, tooltip, widget, raw)],
      },
    },
    data(),
    node,
  );
  plot.over.append(tooltip);
  const redraw = () => plot.redraw();
  redraws.add(redraw);
  const sizes = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = node;
    if (width > 0 && height > 0) plot.setSize({ width, height });
  });
  sizes.observe(node);
  return {
    node,
    /** @param {GraphWidget} next @param {Range} nextRange */
    update: (next, nextRange) => {
      widget = next;
      range = nextRange;
      raw = align(next.series);
      plot.setData(data());
    },
    remove: () => {
      sizes.disconnect();
      redraws.delete(redraw);
      plot.destroy();
    },
  };
}
