/**
 * Functions of stats: one value of many lines.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Stats.html
 */
import { compare, keyOf, numberIn, type Value } from "./values";

export interface Sample {
  readonly value: Value;
  /** Time of its line. */
  readonly at: number;
  /** Orders lines of one millisecond. */
  readonly sequence: number;
}

export interface Aggregate {
  readonly arity: readonly [min: number, max: number];
  /**
   * @param samples of the lines that have a value.
   * @param parameter the second argument; 0 where there is none.
   */
  readonly of: (samples: readonly Sample[], parameter: number) => Value;
}

const ofNumbers = (calculate: (numbers: readonly number[]) => number): Aggregate => ({
  arity: [1, 1],
  of: (samples) => {
    const numbers = numbersIn(samples);
    return numbers.length === 0 ? null : calculate(numbers);
  },
});

const ofOrder = (order: (one: Sample, other: Sample) => number): Aggregate => ({
  arity: [1, 1],
  of: ([first, ...others]) => {
    if (first === undefined) return null;
    return others.reduce((best, sample) => (order(sample, best) < 0 ? sample : best), first).value;
  },
});

const byValue = (one: Sample, other: Sample): number => compare(one.value, other.value);
const byTime = (one: Sample, other: Sample): number =>
  one.at - other.at || one.sequence - other.sequence;

/** By their names in small letters. */
export const AGGREGATES: ReadonlyMap<string, Aggregate> = new Map([
  ["count", { arity: [0, 1], of: ({ length }) => length }],
  [
    "count_distinct",
    { arity: [1, 1], of: (samples) => new Set(samples.map(({ value }) => keyOf([value]))).size },
  ],
  ["sum", ofNumbers(sum)],
  ["avg", ofNumbers(average)],
  ["stddev", ofNumbers(deviation)],
  ["median", ofNumbers((numbers) => percentile(numbers, 50))],
  ["pct", { arity: [2, 2], of: percentileOf }],
  ["percentile", { arity: [2, 2], of: percentileOf }],
  ["min", ofOrder(byValue)],
  ["max", ofOrder((one, other) => byValue(other, one))],
  ["earliest", ofOrder(byTime)],
  ["latest", ofOrder((one, other) => byTime(other, one))],
  ["sortsfirst", ofOrder(byValue)],
  ["sortslast", ofOrder((one, other) => byValue(other, one))],
] satisfies (readonly [string, Aggregate])[]);

function numbersIn(samples: readonly Sample[]): readonly number[] {
  return samples.map(({ value }) => numberIn(value)).filter((number) => number !== null);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

function average(numbers: readonly number[]): number {
  return sum(numbers) / numbers.length;
}

function deviation(numbers: readonly number[]): number {
  const mean = average(numbers);
  return Math.sqrt(average(numbers.map((number) => (number - mean) ** 2)));
}

function percentileOf(samples: readonly Sample[], percent: number): Value {
  const numbers = numbersIn(samples);
  return numbers.length === 0 ? null : percentile(numbers, percent);
}

/** The value that this many percent do not exceed. */
function percentile(numbers: readonly number[], percent: number): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const rank = Math.ceil((percent / 100) * sorted.length);
  return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1] ?? NaN;
}
