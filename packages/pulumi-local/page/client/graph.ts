/** A graph of uPlot: the series of a widget by time, with thresholds and a tooltip. */
import uPlot from "uplot";
import type { GraphWidget, Series, View } from "../../cloudwatch/dashboard/view";
import { element } from "./element";
import { align, axisRange, stack } from "./graph-data";
import { drawThresholds, showTooltip } from "./graph-overlay";
import { line, readColors, timeAxis, valueAxis } from "./graph-style";

type ShownRange = Pick<View, "start" | "end">;

interface DrawnGraph {
  readonly node: HTMLElement;
  readonly update: (widget: GraphWidget, range: ShownRange) => void;
  readonly remove: () => void;
}

const redraws = new Set<() => void>();

/** Takes the page's colours again and draws all graphs with them. */
export function recolorGraphs(): void {
  readColors();
  for (const redraw of redraws) redraw();
}

export function makeGraph(first: GraphWidget, firstRange: ShownRange): DrawnGraph {
  let widget = first;
  let range = firstRange;
  let aligned = align(first.series);
  const tooltip = element("div", { class: "tooltip", hidden: true });
  const node = element("div", { class: "plot", "aria-hidden": "true" });

  const scale = (axis: Series["axis"]): uPlot.Scale => ({
    range: (_, min: number | null, max: number | null) => axisRange(widget, axis, [min, max]),
  });
  const plot = new uPlot(
    {
      ...fixedOptions(first),
      scales: {
        x: { time: true, range: () => [range.start / 1000, range.end / 1000] },
        left: scale("left"),
        right: scale("right"),
      },
      hooks: {
        draw: [
          (self) => {
            drawThresholds(self, widget);
          },
        ],
        setCursor: [
          (self) => {
            showTooltip(self, tooltip, { widget, aligned });
          },
        ],
      },
    },
    plotted(widget, aligned),
    node,
  );
  plot.over.append(tooltip);
  const redraw = (): void => {
    plot.redraw();
  };
  redraws.add(redraw);
  const sizes = new ResizeObserver(() => {
    const { clientWidth: width, clientHeight: height } = node;
    if (width > 0 && height > 0) plot.setSize({ width, height });
  });
  sizes.observe(node);
  return {
    node,
    update: (next, nextRange) => {
      widget = next;
      range = nextRange;
      aligned = align(next.series);
      plot.setData(plotted(widget, aligned));
    },
    remove: () => {
      sizes.disconnect();
      redraws.delete(redraw);
      plot.destroy();
    },
  };
}

/** What of a graph is the same as long as its shape is. */
function fixedOptions(widget: GraphWidget): Omit<uPlot.Options, "scales"> {
  const { series, thresholds, stacked } = widget;
  const hasRight = [...series, ...thresholds].some(({ axis }) => axis === "right");
  const { bands } = stack(series, align(series).columns);
  return {
    width: 300,
    height: 150,
    padding: [8, hasRight ? 0 : 18, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, sync: { key: "dashboard" } },
    axes: [
      timeAxis(),
      valueAxis("left", widget),
      ...(hasRight ? [valueAxis("right", widget)] : []),
    ],
    series: [{}, ...series.map((one, index) => line(one, index, stacked))],
    bands: stacked ? bands.map(([upper, lower]) => ({ series: [upper + 1, lower + 1] })) : [],
  };
}

function plotted(
  { series, stacked }: GraphWidget,
  aligned: ReturnType<typeof align>,
): uPlot.AlignedData {
  const { columns } = stacked ? stack(series, aligned.columns) : aligned;
  return [aligned.times, ...columns.map((column) => [...column])];
}
