/** What is drawn over a graph: thresholds, and the values under the pointer. */
import type uPlot from "uplot";
import type { GraphWidget } from "../../cloudwatch/dashboard/view";
import { element } from "./element";
import { clockTime, quantity } from "./format";
import type { AlignedSeries } from "./graph-data";
import { colors } from "./graph-style";
import { isColor, seriesColor } from "./palette";

export function drawThresholds(plot: uPlot, { thresholds }: GraphWidget): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  for (const { value, label, color, axis } of thresholds) {
    const width = Math.round(1.25 * ratio);
    // On whole pixels, so that the line is crisp.
    const y = Math.round(plot.valToPos(value, axis, true)) + (width % 2) / 2;
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.save();
    ctx.strokeStyle = color !== undefined && isColor(color) ? color : colors.threshold;
    // As text a declared colour may be too faint on one of the themes.
    ctx.fillStyle = colors.threshold;
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

/** Fills the tooltip, which lies over the plot, with the values at its cursor. */
export function showTooltip(
  plot: uPlot,
  tooltip: HTMLElement,
  { widget: { series }, aligned }: { widget: GraphWidget; aligned: AlignedSeries },
): void {
  const { idx, left = -1 } = plot.cursor;
  const time = idx === null || idx === undefined ? undefined : aligned.times[idx];
  const isOver = plot.over.matches(":hover");
  tooltip.hidden = !isOver || left < 0 || time === undefined;
  if (tooltip.hidden || time === undefined || typeof idx !== "number") return;
  const rows = series.map(({ label, color, unit }, index) => {
    const swatch = element("span", { class: "swatch" });
    swatch.style.background = seriesColor(color, index);
    const value = quantity(aligned.columns[index]?.[idx], unit);
    return element("div", {}, swatch, `${label} `, element("b", {}, value));
  });
  tooltip.replaceChildren(element("time", {}, clockTime(time * 1000)), ...rows);
  const isRight = left > plot.over.clientWidth / 2;
  tooltip.style.left = isRight ? "" : `${left + 12}px`;
  tooltip.style.right = isRight ? `${plot.over.clientWidth - left + 12}px` : "";
}
