/** A query of Logs Insights over lines that somebody else has kept. */
import type { Cell } from "../dashboard/view";
import { fieldsOf } from "./discovered-fields";
import type { LogLine } from "./insights";
import { parseQuery } from "./parser";
import { evaluateQuery } from "./query-evaluator";
import { Row } from "./row";
import { Moment, textIn } from "./values";

/** @throws UserError for a query that is not known here. */
export function queryLines(
  query: string,
  lines: readonly LogLine[],
): readonly Readonly<Record<string, Cell>>[] {
  const rows = lines.map(
    (line, sequence) =>
      new Row(
        line.at,
        fieldsOf({ at: line.at, text: line.text, stream: "", sequence }, line.group),
        sequence,
      ),
  );
  const { columns, rows: found } = evaluateQuery(parseQuery(query), rows);
  return found.map((values) =>
    Object.fromEntries(columns.map((column, at) => [column, cellOf(values[at] ?? null)])),
  );
}

export function cellOf(value: Parameters<typeof textIn>[0]): Cell {
  if (value instanceof Moment) return { at: value.at };
  return typeof value === "number" ? value : textIn(value);
}
