// @ts-check
/** What is drawn over a graph: thresholds, and the values under the pointer. */
import { element } from "./element.js";
import { clockTime, plainNumber } from "./format.js";
import { colors } from "./graph-style.js";
import { isColor, seriesColor } from "./palette.js";

/** @typedef {import("../cloudwatch/view").GraphWidget} GraphWidget */

/**
 * @param {import("/~/uplot.js")} plot
 * @param {GraphWidget} widget
 */
export function drawThresholds(plot, { thresholds }) {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  for (const { value, label, color, axis } of thresholds) {
    const width = Math.round(1.25 * ratio);
    // On whole pixels, so that the line is crisp.
    const y = Math.round(plot.valToPos(value, axis, true)) + (width % 2) / 2;
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.save();
    ctx.strokeStyle = color !== undefined && isColor(color) ? color : colors.threshold;
    ctx.fillStyle = ctx.strokeStyle;
    ctx.lineWidth = width;
    ctx.setLineDash([5 * ratio, 4 * ratio]);
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.font = `${11 * ratio}px system-ui, sans-serif`;
    ctx.textAlign = "left";
    const fitsAbove = y - bbox.top > 16 * ratio;
    ctx.textBaseline = fitsAbove ? "bottom" : "top";
    const gap = (fitsAbove ? -3 : 4) * ratio;
    ctx.fillText(label, bbox.left + 6 * ratio, y + gap, bbox.width - 12 * ratio);
    ctx.restore();
  }
}

/**
 * @param {import("/~/uplot.js")} plot
 * @param {HTMLElement} tooltip
 * @param {GraphWidget} widget
 * @param {{ times: number[], columns: (number | null)[][] }} raw
 */
export function showTooltip(plot, tooltip, { series }, raw) {
  const { idx, left = -1 } = plot.cursor;
  const time = idx === null || idx === undefined ? undefined : raw.times[idx];
  const isOver = plot.over.matches(":hover");
  tooltip.hidden = !isOver || left < 0 || time === undefined;
  if (tooltip.hidden || time === undefined || typeof idx !== "number") return;
  const rows = series.map(({ label, color }, index) => {
    const swatch = element("span", { class: "swatch" });
    swatch.style.background = seriesColor(color, index);
    const value = plainNumber(raw.columns[index]?.[idx]);
    return element("div", {}, swatch, `${label} `, element("b", {}, value));
  });
  tooltip.replaceChildren(element("time", {}, clockTime(time * 1000)), ...rows);
  const isRight = left > plot.over.clientWidth / 2;
  tooltip.style.left = isRight ? "" : `${left + 12}px`;
  tooltip.style.right = isRight ? `${plot.over.clientWidth - left + 12}px` : "";
}
