/** How graphs look: lines and axes in the page's colours. */
import type uPlot from "uplot";
import type { GraphWidget, Series } from "../../cloudwatch/dashboard/view";
import { clockTime, shortQuantity } from "./format";
import { pageColor, seriesColor, translucent } from "./palette";

const FONT = "11px system-ui, sans-serif";

/** The page's colours as canvases take them; read again when they change. */
export const colors = { text: "", grid: "", threshold: "" };

/** Reads the colours of page.css. */
export function readColors(): void {
  colors.text = pageColor("--muted");
  colors.grid = pageColor("--line");
  colors.threshold = pageColor("--bad");
}

export function line(
  { axis, color: declared }: Series,
  index: number,
  isStacked: boolean,
): uPlot.Series {
  const color = seriesColor(declared, index);
  return {
    scale: axis,
    stroke: color,
    width: 2,
    fill: translucent(color, isStacked ? 0.35 : 0.08),
    points: {
      size: 6,
      fill: color,
      filter: (self, at, all) => (all ? null : lonely(self.data[at])),
    },
  };
}

/** Values without neighbours, which no line shows: a few calls in three hours. */
function lonely(values: uPlot.AlignedData[number] = []): number[] {
  const isThere = (at: number): boolean => typeof values[at] === "number";
  const places = Array.from(values, (_, at) => at);
  return places.filter((at) => isThere(at) && !isThere(at - 1) && !isThere(at + 1));
}

export function timeAxis(): uPlot.Axis {
  return {
    stroke: () => colors.text,
    font: FONT,
    size: 28,
    space: 48,
    incrs: [60, 120, 300, 600, 900, 1800, 3600, 7200],
    grid: { show: false },
    ticks: { stroke: () => colors.grid, size: 4 },
    border: { show: true, stroke: () => colors.grid, width: 1 },
    values: (_, splits) => splits.map((time) => clockTime(time * 1000).slice(0, 5)),
  };
}

/** Steps of an axis on which only whole numbers make sense. */
const WHOLE_STEPS = [1, 2, 5].flatMap((step) =>
  Array.from({ length: 13 }, (_, power) => step * 10 ** power),
);

export function valueAxis(scale: Series["axis"], { yAxis, series }: GraphWidget): uPlot.Axis {
  const label = yAxis[scale]?.label;
  const own = series.filter(({ axis }) => axis === scale);
  const [unit] = own.map((one) => one.unit);
  // Where numbers have their unit with them, the label would say it twice.
  const isNamed = unit === undefined || unit === "Count" || unit === "None";
  return {
    scale,
    // uPlot.Axis.Side has no value at run time: a const enum of a declaration file.
    // eslint-disable-next-line @typescript-eslint/no-unsafe-enum-assignment
    side: scale === "left" ? 3 : 1,
    stroke: () => colors.text,
    font: FONT,
    ...(label !== undefined && isNamed && { label, labelSize: 16, labelGap: 0, labelFont: FONT }),
    ...(isCounted(own) && { incrs: WHOLE_STEPS }),
    size: (_, values: readonly string[] | null) =>
      14 + 6.5 * Math.max(2, ...(values ?? []).map((text) => text.length)),
    space: 32,
    gap: 4,
    grid: { show: scale === "left", stroke: () => colors.grid, width: 1 },
    ticks: { show: false },
    values: (_, splits) => splits.map((value) => shortQuantity(value, unit)),
  };
}

/** Sums and maxima of counts: there is no half call. */
function isCounted(series: readonly Series[]): boolean {
  const isWhole = ({ stat, unit }: Series): boolean =>
    (unit === "Count" || unit === "None") &&
    ["", "Sum", "Maximum", "Minimum", "SampleCount"].includes(stat);
  return series.length > 0 && series.every(isWhole);
}
