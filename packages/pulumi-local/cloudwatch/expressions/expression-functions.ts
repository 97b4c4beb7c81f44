/** CloudWatch metric-math functions, of operands; SEARCH and METRICS find theirs in the evaluator. */
import { UserError } from "../../user-error";
import {
  combine,
  mapEach,
  type Operand,
  pointOf,
  type Points,
  presentOf,
  type ScalarOrSeries,
} from "./operands";

export interface Periods {
  readonly count: number;
  readonly seconds: number;
}

/** Written without quotes, so that the parser takes them for ids; ids begin with a small letter. */
export const FILL_WORDS: readonly string[] = ["REPEAT", "LINEAR"];

export type MathFunction = (args: readonly Operand[], periods: Periods) => Operand;

/** Keyed by name, with the number of arguments. */
export const FUNCTIONS: Readonly<
  Record<string, { readonly args: readonly [min: number, max: number]; run: MathFunction }>
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
  MIN: { args: [1, 1], run: ([value], periods) => aggregate(given(value), minimum, periods) },
  MAX: { args: [1, 1], run: ([value], periods) => aggregate(given(value), maximum, periods) },
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

function given(value: Operand | undefined): Operand {
  if (value === undefined) throw new UserError("lacks an argument");
  return value;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function minimum(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}

function maximum(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}

/** A number of a series; a series of an array, over the members that have a value in the period. */
function aggregate(
  value: Operand,
  over: (values: readonly number[]) => number,
  periods: Periods,
): Operand {
  const overPresent = (points: Points): number | null => {
    const present = presentOf(points);
    return present.length === 0 ? null : over(present);
  };
  if (value.kind === "series") return { kind: "scalar", value: overPresent(value.points) };
  if (value.kind !== "array") return mapEach(value, (member) => member);
  const { items } = value;
  if (items.length > 0 && items.every((item) => item.kind === "scalar")) {
    return { kind: "scalar", value: overPresent(items.map(({ value: number }) => number)) };
  }
  const points = Array.from({ length: periods.count }, (_, index) =>
    overPresent(items.map((item) => pointOf(item, index))),
  );
  return { kind: "series", points };
}

function onSeries(value: Operand, map: (points: Points) => Points): Operand {
  return mapEach(value, (member) =>
    member.kind === "series" ? { ...member, points: map(member.points) } : member,
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

function fill(value: Operand, by: Operand): Operand {
  if (by.kind === "text") {
    if (by.text === "REPEAT") return onSeries(value, repeat);
    if (by.text === "LINEAR") return onSeries(value, interpolate);
    throw new UserError(`fills with ${by.text}; it can be a number, REPEAT or LINEAR`);
  }
  if (by.kind === "array") throw new UserError("fills with an array");
  return mapEach(value, (member) =>
    member.kind === "series"
      ? { ...member, points: member.points.map((point, index) => point ?? pointOf(by, index)) }
      : member,
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

function choose([condition, yes, no]: readonly Operand[]): Operand {
  const isTrue = given(condition);
  const then = given(yes);
  const otherwise: Operand = no ?? { kind: "scalar", value: null };
  if (isTrue.kind === "array" || then.kind === "array" || otherwise.kind === "array") {
    throw new UserError("has an array in IF; a series or a number belongs there");
  }
  if (isTrue.kind === "text" || then.kind === "text" || otherwise.kind === "text") {
    throw new UserError("has text in IF; a series or a number belongs there");
  }
  return chooseByPoint(isTrue, then, otherwise);
}

/** Not combine(): the value that is not chosen may be missing. */
function chooseByPoint(
  condition: ScalarOrSeries,
  yes: ScalarOrSeries,
  no: ScalarOrSeries,
): ScalarOrSeries {
  const chosen = (index: number): number | null => {
    const decides = pointOf(condition, index);
    return decides === null ? null : pointOf(decides === 0 ? no : yes, index);
  };
  const series = [condition, yes, no].find((operand) => operand.kind === "series");
  if (series === undefined) return { kind: "scalar", value: chosen(0) };
  return { kind: "series", points: series.points.map((_, index) => chosen(index)) };
}
