/** The series of a graph in the shape that uPlot draws. */
import type { GraphWidget, Series } from "../../cloudwatch/dashboard/view";

export type Column = readonly (number | null)[];

/** Series by common times, in seconds as uPlot wants them. */
export interface AlignedSeries {
  readonly times: number[];
  readonly columns: readonly Column[];
}

export function align(series: readonly Series[]): AlignedSeries {
  const all = new Set(series.flatMap(({ points }) => points.map(([time]) => time)));
  const times = [...all].sort((one, other) => one - other);
  const columns = series.map(({ points }) => {
    const values = new Map(points);
    return times.map((time) => values.get(time) ?? null);
  });
  return { times: times.map((time) => time / 1000), columns };
}

/** Each series on top of those before it on its axis. */
export function stack(
  series: readonly Series[],
  columns: readonly Column[],
): {
  readonly columns: readonly Column[];
  readonly bands: readonly (readonly [upper: number, lower: number])[];
} {
  const below: Partial<Record<Series["axis"], { sums: Column; index: number }>> = {};
  const bands: [number, number][] = [];
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
 * @param extent of the values; null without any.
 */
export function axisRange(
  { yAxis, thresholds }: GraphWidget,
  axis: Series["axis"],
  [lowest, highest]: readonly [min: number | null, max: number | null],
): [min: number, max: number] {
  const lines = thresholds.filter((one) => one.axis === axis).map(({ value }) => value);
  const low = Math.min(0, lowest ?? 0, ...lines);
  const high = Math.max(highest ?? 0, ...lines);
  const { min = low, max = high === low ? low + 1 : high + (high - low) * 0.12 } =
    yAxis[axis] ?? {};
  return max > min ? [min, max] : [min, min + 1];
}
