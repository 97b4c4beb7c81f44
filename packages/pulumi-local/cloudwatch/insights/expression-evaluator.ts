/**
 * CloudWatch Logs Insights expression evaluator. Of what a line does not have nothing is true but
 * that it is another, not in a list, and not like a pattern.
 */
import { AGGREGATES, type Aggregate, type Sample } from "./aggregates";
import { FUNCTIONS, OF_PERIODS } from "./functions";
import { readPeriod } from "./periods";
import type { Expression, Operator } from "./query";
import type { Row } from "./row";
import { compare, isTrue, numberIn, textIn, type Value } from "./values";

type Call = Expression & { readonly kind: "call" };
/** The value of what an expression is made of. */
type ValueOf = (part: Expression) => Value;

export function evaluate(expression: Expression, row: Row): Value {
  if (expression.kind === "field") return row.get(expression.name);
  if (expression.kind === "call" && OF_PERIODS.has(expression.name))
    return ofPeriod(expression, row);
  return combine(expression, (part) => evaluate(part, row));
}

/** An expression of stats, over the lines of a group. */
export function evaluateOver(expression: Expression, rows: readonly Row[]): Value {
  const known = expression.kind === "call" ? AGGREGATES.get(expression.name) : undefined;
  if (expression.kind === "call" && known !== undefined) return aggregate(known, expression, rows);
  return combine(expression, (part) => evaluateOver(part, rows));
}

function aggregate(known: Aggregate, { args, ofAll }: Call, rows: readonly Row[]): Value {
  const [of, parameter] = args;
  const samples = rows
    .map((row): Sample => ({ at: row.at, sequence: row.sequence, value: valueIn(row, of) }))
    .filter(({ value }) => ofAll || value !== null);
  const [first] = rows;
  const second = parameter && first ? numberIn(evaluate(parameter, first)) : null;
  return known.of(samples, second ?? 0);
}

function valueIn(row: Row, of: Expression | undefined): Value {
  return of === undefined ? null : evaluate(of, row);
}

/** Of bin, the time is that of the line. */
function ofPeriod({ name, args }: Call, row: Row): Value {
  const last = args.at(-1);
  const period = last?.kind === "period" ? readPeriod(last.text) : undefined;
  const given = args.slice(0, -1).map((arg) => evaluate(arg, row));
  const all = name === "bin" ? [row.get("@timestamp")] : given;
  return FUNCTIONS.get(name)?.apply(all, period) ?? null;
}

function combine(expression: Expression, valueOf: ValueOf): Value {
  switch (expression.kind) {
    case "constant":
      return expression.value;
    case "not":
      return Number(!isTrue(valueOf(expression.operand)));
    case "negative": {
      const number = numberIn(valueOf(expression.operand));
      return number === null ? null : -number;
    }
    case "operation":
      return operate(expression.operator, expression, valueOf);
    case "like":
      return Number(isLike(valueOf(expression.value), expression.pattern));
    case "in": {
      const value = valueOf(expression.value);
      return Number(expression.items.some((item) => isEqual(value, valueOf(item))));
    }
    case "call":
      return FUNCTIONS.get(expression.name)?.apply(expression.args.map(valueOf), undefined) ?? null;
    default:
      return null;
  }
}

interface Sides {
  readonly left: Expression;
  readonly right: Expression;
}

function operate(operator: Operator, { left, right }: Sides, valueOf: ValueOf): Value {
  if (operator === "or") return Number(isTrue(valueOf(left)) || isTrue(valueOf(right)));
  if (operator === "and") return Number(isTrue(valueOf(left)) && isTrue(valueOf(right)));
  const [one, other] = [valueOf(left), valueOf(right)];
  switch (operator) {
    case "=":
      return Number(isEqual(one, other));
    case "!=":
      return Number(!isEqual(one, other));
    case "<":
    case "<=":
    case ">":
    case ">=":
      return Number(one !== null && other !== null && isInOrder(operator, compare(one, other)));
    default:
      return calculate(operator, numberIn(one), numberIn(other));
  }
}

function isInOrder(operator: "<" | "<=" | ">" | ">=", order: number): boolean {
  if (order === 0) return operator === "<=" || operator === ">=";
  return order < 0 === operator.startsWith("<");
}

function isEqual(one: Value, other: Value): boolean {
  return one !== null && other !== null && compare(one, other) === 0;
}

function isLike(value: Value, pattern: string | RegExp): boolean {
  const text = textIn(value);
  if (text === null) return false;
  return typeof pattern === "string" ? text.includes(pattern) : pattern.test(text);
}

/** Null where there is no number: of what is no number, and of a division by 0. */
function calculate(
  operator: "+" | "-" | "*" | "/" | "%" | "^",
  one: number | null,
  other: number | null,
): Value {
  if (one === null || other === null) return null;
  const result = calculated(operator, one, other);
  return Number.isFinite(result) ? result : null;
}

function calculated(
  operator: "+" | "-" | "*" | "/" | "%" | "^",
  one: number,
  other: number,
): number {
  switch (operator) {
    case "+":
      return one + other;
    case "-":
      return one - other;
    case "*":
      return one * other;
    case "/":
      return one / other;
    case "%":
      return one % other;
    case "^":
      return one ** other;
  }
}
