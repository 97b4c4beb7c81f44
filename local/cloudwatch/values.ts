/** What metric math counts with: numbers, series over one grid of periods, and arrays of series. */
import { Problem } from "../problem";
import type { MetricId } from "./metric";

/** One value for each period of the grid; null where there is none. */
export type Points = readonly (number | null)[];

export interface TimeSeries {
  readonly kind: "series";
  readonly points: Points;
  /** Of a series that a metric or a search has made. */
  readonly origin?: Origin;
}

export interface Origin {
  readonly label: string;
  readonly id: MetricId;
  readonly statistic: string;
  readonly unit?: string | undefined;
}

export interface Scalar {
  readonly kind: "scalar";
  readonly value: number | null;
}

export interface Text {
  readonly kind: "text";
  readonly text: string;
}

export interface ValueArray {
  readonly kind: "array";
  readonly items: readonly (TimeSeries | Scalar)[];
}

export type Value = TimeSeries | Scalar | Text | ValueArray;
type Single = TimeSeries | Scalar;
type Operation = (...operands: number[]) => number | null;

/** The series of a value: one of a series, many of an array, none of a number. */
export function seriesOf(value: Value): readonly TimeSeries[] {
  if (value.kind === "series") return [value];
  if (value.kind !== "array") return [];
  return value.items.filter((item) => item.kind === "series");
}

/** Applies a function to each series of a value, or to the number. */
export function mapEach(value: Value, map: (single: Single) => Single): Value {
  if (value.kind === "text") throw new Problem(`has text '${value.text}' where a metric belongs`);
  return value.kind === "array" ? { kind: "array", items: value.items.map(map) } : map(value);
}

/**
 * Counts point by point; a number stands for all periods. No value comes of a missing one, nor of
 * what is no number (a division by zero). Arrays are counted member by member.
 */
export function combine(operation: Operation, ...values: readonly Value[]): Value {
  const text = values.find((value) => value.kind === "text");
  if (text !== undefined) throw new Problem(`has text '${text.text}' where a number belongs`);
  const singles = values as readonly Exclude<Value, Text>[];
  const arrays = singles.filter((value) => value.kind === "array");
  const [first] = arrays;
  if (first === undefined) return combineSingles(operation, singles as readonly Single[]);
  const { length } = first.items;
  if (arrays.some(({ items }) => items.length !== length)) {
    throw new Problem("counts with arrays of different lengths");
  }
  const member = (value: Exclude<Value, Text>, index: number): Single =>
    value.kind === "array" ? (value.items[index] ?? NOTHING) : value;
  const items = first.items.map((_, index) =>
    combineSingles(
      operation,
      singles.map((value) => member(value, index)),
    ),
  );
  return { kind: "array", items };
}

const NOTHING: Scalar = { kind: "scalar", value: null };

function combineSingles(operation: Operation, operands: readonly Single[]): Single {
  const count = (values: readonly (number | null)[]): number | null => {
    const present = values.filter((value) => value !== null);
    if (present.length < values.length) return null;
    const result = operation(...present);
    return result !== null && Number.isFinite(result) ? result : null;
  };
  const series = operands.filter((operand) => operand.kind === "series");
  const [first] = series;
  if (first === undefined) {
    const values = operands.map((operand) => (operand.kind === "scalar" ? operand.value : null));
    return { kind: "scalar", value: count(values) };
  }
  const points = first.points.map((_, index) =>
    count(operands.map((operand) => pointOf(operand, index))),
  );
  const origin = series.find((one) => one.origin !== undefined)?.origin;
  return { kind: "series", points, ...(origin !== undefined && { origin }) };
}

/** The value of a period. */
export function pointOf(single: Single, index: number): number | null {
  return single.kind === "scalar" ? single.value : (single.points[index] ?? null);
}

export function presentOf(points: Points): readonly number[] {
  return points.filter((point) => point !== null);
}
