/** What is wrong with an expression of a Logs Insights query beyond its grammar. */
import { AGGREGATES } from "./aggregates";
import { OF_PERIODS } from "./functions";
import { readPeriod } from "./periods";
import type { Column, Expression } from "./query";
import type { TokenReader } from "./token-reader";

/** @param inside "stats" where fields belong into functions over many lines. */
export function checkColumns(
  reader: TokenReader,
  columns: readonly Column[],
  inside?: "stats",
): readonly Column[] {
  for (const { expression } of columns) {
    checkExpression(reader, expression);
    const bare = inside === "stats" ? bareField(expression) : undefined;
    if (bare !== undefined) {
      const way = `put it into a function, such as latest(${bare.name}), or behind "by"`;
      throw reader.error(`has the field ${bare.name} in stats: ${way}`, bare.at);
    }
  }
  return columns;
}

/** @throws UserError for a period out of its place, or none in it. */
export function checkExpression(reader: TokenReader, expression: Expression): Expression {
  if (expression.kind === "period") {
    const takers = [...OF_PERIODS].join(", ");
    throw reader.error(
      `has the period ${expression.text}, which belongs into ${takers}`,
      expression.at,
    );
  }
  const isOfPeriod = expression.kind === "call" && OF_PERIODS.has(expression.name);
  if (isOfPeriod) checkPeriod(reader, expression);
  const parts = partsOf(expression);
  for (const part of isOfPeriod ? parts.slice(0, -1) : parts) checkExpression(reader, part);
  return expression;
}

function checkPeriod(reader: TokenReader, call: Expression & { kind: "call" }): void {
  const last = call.args.at(-1);
  if (last?.kind !== "period" || readPeriod(last.text) === undefined) {
    throw reader.error(`has no period such as 5m in ${call.name}()`, call.at);
  }
}

/** A field that is no argument of a function over many lines. */
function bareField(expression: Expression): (Expression & { kind: "field" }) | undefined {
  if (expression.kind === "field") return expression;
  if (expression.kind === "call" && AGGREGATES.has(expression.name)) return undefined;
  return partsOf(expression)
    .map(bareField)
    .find((found) => found !== undefined);
}

export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "not":
    case "negative":
      return [expression.operand];
    case "operation":
      return [expression.left, expression.right];
    case "like":
      return [expression.value];
    case "in":
      return [expression.value, ...expression.items];
    case "call":
      return expression.args;
    default:
      return [];
  }
}
