/** The functions of metric math that count with values; SEARCH and METRICS find them. */
import { Problem } from "../problem";
import {
  combine,
  mapEach,
  pointOf,
  type Points,
  presentOf,
  type Scalar,
  type TimeSeries,
  type Value,
} from "./values";

export interface Periods {
  readonly count: number;
  readonly seconds: number;
}

type Single = TimeSeries | Scalar;
export type MathFunction = (args: readonly Value[], periods: Periods) => Value;

/** Keyed by name, with the number of arguments. */
export const FUNCTIONS: Readonly<
  Record<string, { readonly args: readonly [least: number, most: number]; run: MathFunction }>
> = {
  ABS: { args: [1, 1], run: ([value]) => combine(Math.abs, given(value)) },
  CEIL: { args: [1, 1], run: ([value]) => combine(Math.ceil, given(value)) },
  FLOOR: { args: [1, 1], run: ([value]) => combine(Math.floor, given(value)) },
  SUM: { args: [1, 1], run: ([value], periods) => aggregate(given(value), sum, periods) },
  AVG: {
    args: [1, 1],
    run: ([value], periods) =>
      aggregate(given(value), (values) => sum(values) / values.length, periods),
  },
  MIN: { args: [1, 1], run: ([value], periods) => aggregate(given(value), least, periods) },
  MAX: { args: [1, 1], run: ([value], periods) => aggregate(given(value), most, periods) },
  FILL: { args: [2, 2], run: ([value, by]) => fill(given(value), given(by)) },
  IF: { args: [2, 3], run: choose },
  DIFF: { args: [1, 1], run: ([value]) => onSeries(given(value), difference) },
  RATE: {
    args: [1, 1],
    run: ([value], { seconds }) =>
      onSeries(given(value), (points) =>
        difference(points).map((point) => (point === null ? null : point / seconds)),
      ),
  },
  RUNNING_SUM: { args: [1, 1], run: ([value]) => onSeries(given(value), runningSum) },
  // The length of the periods that are shown, as on AWS when a wider range is chosen.
  PERIOD: { args: [1, 1], run: (_, { seconds }) => ({ kind: "scalar", value: seconds }) },
};

function given(value: Value | undefined): Value {
  if (value === undefined) throw new Problem("lacks an argument");
  return value;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}

function most(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}

/** A number of a series; a series of an array, over the members that have a value in the period. */
function aggregate(
  value: Value,
  over: (values: readonly number[]) => number,
  periods: Periods,
): Value {
  const overPresent = (points: Points): number | null => {
    const present = presentOf(points);
    return present.length === 0 ? null : over(present);
  };
  if (value.kind === "series") return { kind: "scalar", value: overPresent(value.points) };
  if (value.kind !== "array") return mapEach(value, (single) => single);
  const { items } = value;
  if (items.length > 0 && items.every((item) => item.kind === "scalar")) {
    return { kind: "scalar", value: overPresent(items.map(({ value: number }) => number)) };
  }
  const points = Array.from({ length: periods.count }, (_, index) =>
    overPresent(items.map((item) => pointOf(item, index))),
  );
  return { kind: "series", points };
}

function onSeries(value: Value, map: (points: Points) => Points): Value {
  return mapEach(value, (single) =>
    single.kind === "series" ? { ...single, points: map(single.points) } : single,
  );
}

function difference(points: Points): Points {
  let previous: number | null = null;
  return points.map((point) => {
    const change: number | null = point === null || previous === null ? null : point - previous;
    previous = point ?? previous;
    return change;
  });
}

function runningSum(points: Points): Points {
  let total = 0;
  return points.map((point) => (point === null ? null : (total += point)));
}

function fill(value: Value, by: Value): Value {
  if (by.kind === "text") {
    if (by.text === "REPEAT") return onSeries(value, repeat);
    if (by.text === "LINEAR") return onSeries(value, interpolate);
    throw new Problem(`fills with ${by.text}; it can be a number, REPEAT or LINEAR`);
  }
  if (by.kind === "array") throw new Problem("fills with an array");
  return mapEach(value, (single) =>
    single.kind === "series"
      ? { ...single, points: single.points.map((point, index) => point ?? pointOf(by, index)) }
      : single,
  );
}

function repeat(points: Points): Points {
  let last: number | null = null;
  return points.map((point) => (last = point ?? last));
}

function interpolate(points: Points): Points {
  return points.map((point, index) => {
    if (point !== null) return point;
    const before = points.findLastIndex((known, at) => at < index && known !== null);
    const after = points.findIndex((known, at) => at > index && known !== null);
    const from = points[before];
    const to = points[after];
    if (typeof from !== "number" || typeof to !== "number") return null;
    return from + ((to - from) * (index - before)) / (after - before);
  });
}

function choose([condition, yes, no]: readonly Value[]): Value {
  const isTrue = given(condition);
  const then = given(yes);
  const otherwise: Value = no ?? { kind: "scalar", value: null };
  if (isTrue.kind === "array" || then.kind === "array" || otherwise.kind === "array") {
    throw new Problem("has an array in IF; a series or a number belongs there");
  }
  if (isTrue.kind === "text" || then.kind === "text" || otherwise.kind === "text") {
    throw new Problem("has text in IF; a series or a number belongs there");
  }
  return chooseSingle(isTrue, then, otherwise);
}

/** Not combine(): the value that is not chosen may be missing. */
function chooseSingle(condition: Single, yes: Single, no: Single): Single {
  const chosen = (index: number): number | null => {
    const decides = pointOf(condition, index);
    return decides === null ? null : pointOf(decides === 0 ? no : yes, index);
  };
  const series = [condition, yes, no].find((single) => single.kind === "series");
  if (series === undefined) return { kind: "scalar", value: chosen(0) };
  return { kind: "series", points: series.points.map((_, index) => chosen(index)) };
}
