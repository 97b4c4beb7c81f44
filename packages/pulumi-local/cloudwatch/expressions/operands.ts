/**
 * CloudWatch metric-math operands: numbers, time series over one grid of periods, arrays of both, and
 * text. combine() evaluates an operation point by point.
 */
import { UserError } from "../../user-error";
import type { MetricId } from "../metrics/metric";
import type { Operator } from "./expression-parser";

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

export interface OperandArray {
  readonly kind: "array";
  readonly items: readonly ScalarOrSeries[];
}

export type ScalarOrSeries = Scalar | TimeSeries;
export type Operand = ScalarOrSeries | Text | OperandArray;
type Operation = (...operands: number[]) => number | null;

/** The series of an operand: one of a series, many of an array, none of a number. */
export function seriesOf(operand: Operand): readonly TimeSeries[] {
  if (operand.kind === "series") return [operand];
  if (operand.kind !== "array") return [];
  return operand.items.filter((item) => item.kind === "series");
}

/** Applies a function to each member of an array, or to the operand itself. */
export function mapEach(
  operand: Operand,
  map: (member: ScalarOrSeries) => ScalarOrSeries,
): Operand {
  if (operand.kind === "text") {
    throw new UserError(`has text '${operand.text}' where a metric belongs`);
  }
  return operand.kind === "array" ? { kind: "array", items: operand.items.map(map) } : map(operand);
}

/**
 * Evaluates point by point; a number stands for all periods. No value comes of a missing one, nor of
 * what is not a number (a division by zero). Arrays are evaluated member by member.
 */
export function combine(operation: Operation, ...operands: readonly Operand[]): Operand {
  const text = operands.find((operand) => operand.kind === "text");
  if (text !== undefined) throw new UserError(`has text '${text.text}' where a number belongs`);
  const numeric = operands.filter((operand) => operand.kind !== "text");
  const arrays = numeric.filter((operand) => operand.kind === "array");
  const [first] = arrays;
  if (first === undefined) {
    return combineMembers(
      operation,
      numeric.filter((operand) => operand.kind !== "array"),
    );
  }
  const { length } = first.items;
  if (arrays.some(({ items }) => items.length !== length)) {
    throw new UserError("combines arrays of different lengths");
  }
  const items = first.items.map((_, index) =>
    combineMembers(
      operation,
      numeric.map((operand) =>
        operand.kind === "array" ? (operand.items[index] ?? NOTHING) : operand,
      ),
    ),
  );
  return { kind: "array", items };
}

/** Of the operators; a comparison is 1 or 0. */
export const OPERATIONS: Readonly<Record<Operator, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  "^": (a, b) => a ** b,
  "==": (a, b) => Number(a === b),
  "!=": (a, b) => Number(a !== b),
  "<": (a, b) => Number(a < b),
  ">": (a, b) => Number(a > b),
  "<=": (a, b) => Number(a <= b),
  ">=": (a, b) => Number(a >= b),
  AND: (a, b) => Number(a !== 0 && b !== 0),
  "&&": (a, b) => Number(a !== 0 && b !== 0),
  OR: (a, b) => Number(a !== 0 || b !== 0),
  "||": (a, b) => Number(a !== 0 || b !== 0),
};

const NOTHING: Scalar = { kind: "scalar", value: null };

function combineMembers(operation: Operation, operands: readonly ScalarOrSeries[]): ScalarOrSeries {
  const evaluate = (values: readonly (number | null)[]): number | null => {
    const present = values.filter((value) => value !== null);
    if (present.length < values.length) return null;
    const result = operation(...present);
    return result !== null && Number.isFinite(result) ? result : null;
  };
  const series = operands.filter((operand) => operand.kind === "series");
  const [first] = series;
  if (first === undefined) {
    const values = operands.map((operand) => (operand.kind === "scalar" ? operand.value : null));
    return { kind: "scalar", value: evaluate(values) };
  }
  const points = first.points.map((_, index) =>
    evaluate(operands.map((operand) => pointOf(operand, index))),
  );
  const origin = series.find((one) => one.origin !== undefined)?.origin;
  return { kind: "series", points, ...(origin !== undefined && { origin }) };
}

/** The value of a period. */
export function pointOf(operand: ScalarOrSeries, index: number): number | null {
  return operand.kind === "scalar" ? operand.value : (operand.points[index] ?? null);
}

export function presentOf(points: Points): readonly number[] {
  return points.filter((point) => point !== null);
}
