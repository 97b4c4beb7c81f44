/** Lines of a log, and the answers of queries to them, for tests. */
import { fieldsOf } from "../../../cloudwatch/insights/discovered-fields";
import { parseQuery } from "../../../cloudwatch/insights/parser";
import { evaluateQuery } from "../../../cloudwatch/insights/query-evaluator";
import { Row } from "../../../cloudwatch/insights/row";
import { Moment, momentText, type Value } from "../../../cloudwatch/insights/values";
import { NOON } from "../declared-cloudwatch";

export const GROUP = "/aws/lambda/fn";

export interface Answered {
  readonly columns: readonly string[];
  /** With times as texts. */
  readonly rows: readonly (readonly unknown[])[];
}

/** @param lines texts, or what their JSON says; a second apart from noon on. */
export function ask(query: string, lines: readonly unknown[]): Answered {
  const rows = lines.map((line, index) => {
    const text = typeof line === "string" ? line : JSON.stringify(line);
    const at = NOON + index * 1000;
    return new Row(at, fieldsOf({ at, text, stream: "local", sequence: index }, GROUP));
  });
  const answer = evaluateQuery(parseQuery(query), rows);
  return { columns: answer.columns, rows: answer.rows.map((row) => row.map(plain)) };
}

/** The values of the first column. */
export function column(query: string, lines: readonly unknown[]): readonly unknown[] {
  return ask(query, lines).rows.map(([first]) => first);
}

/** What an expression is of a line. */
export function valueIn(expression: string, line: unknown = {}): unknown {
  return column(`fields ${expression} as value`, [line])[0];
}

function plain(value: Value): unknown {
  return value instanceof Moment ? momentText(value.at) : value;
}
