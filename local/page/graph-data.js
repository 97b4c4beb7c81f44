// @ts-check
/** @typedef {import("../cloudwatch/view").Series} Series */
/** @typedef {import("../cloudwatch/view").GraphWidget} GraphWidget */
/** @typedef {(number | null)[]} Column */

/**
 * The series by common times, in seconds as uPlot wants them.
 *
 * @param {readonly Series[]} series
 * @returns {{ times: number[], columns: Column[] }}
 */
export function align(series) {
  const all = new Set(series.flatMap(({ points }) => points.map(([time]) => time)));
  const times = [...all].sort((one, other) => one - other);
  const columns = series.map(({ points }) => {
    const values = new Map(points);
    return times.map((time) => values.get(time) ?? null);
  });
  return { times: times.map((time) => time / 1000), columns };
}

/**
 * Each series on top of those before it on its axis.
 *
 * @param {readonly Series[]} series
 * @param {readonly Column[]} columns
 * @returns {{ columns: Column[], bands: [upper: number, lower: number][] }}
 */
export function stack(series, columns) {
  /** @type {Record<string, { sums: Column, index: number }>} */
  const below = {};
  /** @type {[number, number][]} */
  const bands = [];
  const stacked = series.map(({ axis }, index) => {
    const under = below[axis];
    const own = columns[index] ?? [];
    const sums = own.map((value, at) => {
      const base = under?.sums[at] ?? null;
      return value === null && base === null ? null : (value ?? 0) + (base ?? 0);
    });
    if (under !== undefined) bands.push([index, under.index]);
    below[axis] = { sums, index };
    return sums;
  });
  return { columns: stacked, bands };
}

/**
 * From where to where an axis goes: its thresholds are always in view, as in CloudWatch.
 *
 * @param {GraphWidget} widget
 * @param {"left" | "right"} axis
 * @param {number | null} least of the data; null without any
 * @param {number | null} most
 * @returns {[number, number]}
 */
export function axisRange({ yAxis, thresholds }, axis, least, most) {
  const lines = thresholds.filter((one) => one.axis === axis).map(({ value }) => value);
  const low = Math.min(0, least ?? 0, ...lines);
  const high = Math.max(most ?? 0, ...lines);
  const { min = low, max = high === low ? low + 1 : high + (high - low) * 0.12 } =
    yAxis[axis] ?? {};
  return max > min ? [min, max] : [min, min + 1];
}
