// @ts-check
/** How graphs look: lines and axes in the page's colours. */
import { clockTime, shortNumber } from "./format.js";
import { pageColor, seriesColor, translucent } from "./palette.js";

const FONT = "11px system-ui, sans-serif";

/** The page's colours as canvases take them; read again when they change. */
export const colors = { text: "", grid: "", threshold: "" };

/** Reads the colours of page.css. */
export function readColors() {
  colors.text = pageColor("--muted");
  colors.grid = pageColor("--line");
  colors.threshold = pageColor("--bad");
}

/**
 * @param {import("../cloudwatch/view").Series} series
 * @param {number} index
 * @param {boolean} isStacked
 * @returns {import("/~/uplot.js").Series}
 */
export function line({ axis, color: declared }, index, isStacked) {
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

/**
 * Values without neighbours, which no line shows: a few calls in three hours.
 *
 * @param {import("/~/uplot.js").AlignedData[number] | undefined} values
 */
function lonely(values = []) {
  const isThere = (/** @type {number} */ at) => typeof values[at] === "number";
  const places = Array.from(values, (_, at) => at);
  return places.filter((at) => isThere(at) && !isThere(at - 1) && !isThere(at + 1));
}

/** @returns {import("/~/uplot.js").Axis} */
export function timeAxis() {
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

/**
 * @param {"left" | "right"} scale
 * @returns {import("/~/uplot.js").Axis}
 */
export function valueAxis(scale) {
  return {
    scale,
    side: scale === "left" ? 3 : 1,
    stroke: () => colors.text,
    font: FONT,
    size: (_, values) => 14 + 6.5 * Math.max(2, ...(values ?? []).map((text) => text.length)),
    space: 32,
    gap: 4,
    grid: { show: scale === "left", stroke: () => colors.grid, width: 1 },
    ticks: { show: false },
    values: (_, splits) => splits.map(shortNumber),
  };
}
