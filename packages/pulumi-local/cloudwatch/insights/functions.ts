/**
 * Functions of CloudWatch Logs Insights on the values of one line.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html
 */
import { parseJson } from "../untyped-json";
import { IP_FUNCTIONS } from "./ip-functions";
import { periodEnd, periodStart, type Period } from "./periods";
import { compare, Moment, numberIn, textIn, type Value, valueOf } from "./values";

export interface KnownFunction {
  /** Number of arguments. */
  readonly arity: readonly [min: number, max: number];
  /** @param period of the functions that take one, as their last argument. */
  readonly apply: (args: readonly Value[], period: Period | undefined) => Value;
}

/** Functions whose last argument is a period. */
export const OF_PERIODS: ReadonlySet<string> = new Set(["bin", "datefloor", "dateceil"]);

type Entry = readonly [name: string, known: KnownFunction];

function ofNumber(name: string, calculate: (value: number) => number): Entry {
  const apply = ([value = null]: readonly Value[]): Value => {
    const number = numberIn(value);
    return number === null ? null : calculate(number);
  };
  return [name, { arity: [1, 1], apply }];
}

/** @param max of the arguments; further ones are texts too, "" where they are left out. */
function ofText(
  name: string,
  [min, max]: readonly [min: number, max: number],
  calculate: (text: string, ...others: readonly string[]) => Value,
): Entry {
  const apply = (args: readonly Value[]): Value => {
    const [text = null, ...others] = args.map(textIn);
    return text === null ? null : calculate(text, ...others.map((other) => other ?? ""));
  };
  return [name, { arity: [min, max], apply }];
}

function ofValues(
  name: string,
  arity: KnownFunction["arity"],
  apply: KnownFunction["apply"],
): Entry {
  return [name, { arity, apply }];
}

const GENERAL: readonly Entry[] = [
  ofValues("ispresent", [1, 1], ([value = null]) => Number(value !== null)),
  ofValues("coalesce", [1, Infinity], (args) => args.find((value) => value !== null) ?? null),
  ofValues("isempty", [1, 1], ([value = null]) => Number(value === null || value === "")),
  ofValues("isblank", [1, 1], ([value = null]) => Number((textIn(value) ?? "").trim() === "")),
  ofValues("jsonparse", [1, 1], ([value = null]) => valueOf(parseJson(textIn(value) ?? ""))),
  ofValues("jsonstringify", [1, 1], ([value = null]) => JSON.stringify(value)),
];

const NUMBERS: readonly Entry[] = [
  ofNumber("abs", Math.abs),
  ofNumber("ceil", Math.ceil),
  ofNumber("floor", Math.floor),
  ofNumber("log", Math.log),
  ofNumber("sqrt", Math.sqrt),
  ofValues("greatest", [1, Infinity], (args) => extreme(args, 1)),
  ofValues("least", [1, Infinity], (args) => extreme(args, -1)),
];

const TIMES: readonly Entry[] = [
  ofValues("bin", [1, 1], ([at = null], period) => floor(at, period)),
  ofValues("datefloor", [2, 2], ([at = null], period) => floor(at, period)),
  ofValues("dateceil", [2, 2], ([value = null], period) => {
    const at = numberIn(value);
    return at === null || period === undefined ? null : new Moment(periodEnd(at, period));
  }),
  ofValues("frommillis", [1, 1], ([value = null]) => {
    const at = numberIn(value);
    return at === null ? null : new Moment(at);
  }),
  ofNumber("tomillis", (at) => at),
];

const TEXTS: readonly Entry[] = [
  ofValues("concat", [1, Infinity], (args) => args.map((arg) => textIn(arg) ?? "").join("")),
  ofText("strlen", [1, 1], (text) => text.length),
  ofText("toupper", [1, 1], (text) => text.toUpperCase()),
  ofText("tolower", [1, 1], (text) => text.toLowerCase()),
  ofText("trim", [1, 2], (text, signs = " ") => trimEnd(trimStart(text, signs), signs)),
  ofText("ltrim", [1, 2], (text, signs = " ") => trimStart(text, signs)),
  ofText("rtrim", [1, 2], (text, signs = " ") => trimEnd(text, signs)),
  ofText("substr", [2, 3], (text, start = "0", length = "Infinity") =>
    text.slice(Number(start), Number(start) + Number(length)),
  ),
  ofText("replace", [3, 3], (text, search = "", other = "") =>
    text.replaceAll(search, () => other),
  ),
  ofText("strcontains", [2, 2], (text, search = "") => Number(text.includes(search))),
];

/** By their names in small letters. */
export const FUNCTIONS: ReadonlyMap<string, KnownFunction> = new Map([
  ...GENERAL,
  ...NUMBERS,
  ...TIMES,
  ...TEXTS,
  ...IP_FUNCTIONS.map(([name, arity, check]) => ofText(name, arity, check)),
]);

function floor(value: Value, period: Period | undefined): Value {
  const at = numberIn(value);
  return at === null || period === undefined ? null : new Moment(periodStart(at, period));
}

/** @param side 1 for the largest, -1 for the smallest. */
function extreme(args: readonly Value[], side: 1 | -1): Value {
  const present = args.filter((value) => value !== null);
  return [...present].sort((one, other) => side * compare(other, one))[0] ?? null;
}

function trimStart(text: string, signs: string): string {
  let from = 0;
  while (from < text.length && signs.includes(text.charAt(from))) from += 1;
  return text.slice(from);
}

function trimEnd(text: string, signs: string): string {
  let until = text.length;
  while (until > 0 && signs.includes(text.charAt(until - 1))) until -= 1;
  return text.slice(0, until);
}
