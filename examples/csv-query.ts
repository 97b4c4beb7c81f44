/** Query over the rows of a CSV: filters, groups and measures, given as data. Nothing of it is code. */
import { z } from "zod";
import { type Csv, type CsvRow, indexOf } from "./csv";
import { COLUMN, MEASURE, measureOf, numberIn } from "./csv-measures";

export const QUERY = z.object({
  where: z
    .array(
      z.object({
        column: COLUMN,
        is: z.enum(["=", "!=", "<", "<=", ">", ">=", "contains"]),
        value: z.union([z.string().max(1000), z.number()]),
      }),
    )
    .max(10)
    .default([])
    .describe(
      "Conditions that all hold. A number is compared as a number, a text as a text: dates as 2026-01-31 are in order",
    ),
  groupBy: z.array(COLUMN).max(5).default([]).describe("One row for each group of equal values"),
  measures: z
    .array(MEASURE)
    .max(10)
    .default([])
    .describe("What is computed of each group, or of all rows; empty cells are left out"),
  columns: z
    .array(COLUMN)
    .max(50)
    .default([])
    .describe("Columns to return where nothing is measured or grouped; all when left out"),
  orderBy: z
    .object({ column: z.string().max(210), descending: z.boolean().default(false) })
    .optional()
    .describe('A column of the result; measures are called "count" and "sum(amount)"'),
  limit: z.int().min(1).max(200).default(50).describe("Most rows to return"),
});

export type Query = z.output<typeof QUERY>;
type Value = string | number | null;

export interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Value[])[];
  /** Rows of the CSV for which all conditions hold. */
  readonly matched: number;
  /** Rows that there are before `limit`. */
  readonly total: number;
}

/** @throws CsvProblem that says which column or cell does not fit. */
export function runQuery(csv: Csv, query: Query): Answer {
  const matched = csv.rows.filter(filterOf(csv, query.where));
  const isGrouped = query.groupBy.length > 0 || query.measures.length > 0;
  const result = isGrouped ? grouped(csv, matched, query) : selected(csv, matched, query.columns);
  const rows = ordered(result, query.orderBy).slice(0, query.limit);
  return { columns: result.columns, rows, matched: matched.length, total: result.rows.length };
}

type Result = Pick<Answer, "columns" | "rows">;

function selected({ columns }: Csv, rows: readonly CsvRow[], names: readonly string[]): Result {
  const shown = names.length === 0 ? columns : names;
  const indexes = shown.map((name) => indexOf(columns, name));
  return { columns: shown, rows: rows.map(({ cells }) => indexes.map((at) => cells[at] ?? "")) };
}

function filterOf({ columns }: Csv, where: Query["where"]): (row: CsvRow) => boolean {
  const tests = where.map(({ column, is, value }) => {
    const index = indexOf(columns, column);
    return ({ cells }: CsvRow) => holds(cells[index] ?? "", is, value);
  });
  return (row) => tests.every((test) => test(row));
}

/** A cell that is not a number is unequal to each number, and neither above nor below it. */
function holds(cell: string, is: Query["where"][number]["is"], value: string | number): boolean {
  if (is === "contains") return cell.toLowerCase().includes(String(value).toLowerCase());
  const left = typeof value === "number" ? (numberIn(cell) ?? NaN) : cell;
  switch (is) {
    case "=":
      return left === value;
    case "!=":
      return left !== value;
    case "<":
      return left < value;
    case "<=":
      return left <= value;
    case ">":
      return left > value;
    case ">=":
      return left >= value;
  }
}

function grouped(csv: Csv, rows: readonly CsvRow[], { groupBy, measures }: Query): Result {
  const indexes = groupBy.map((name) => indexOf(csv.columns, name));
  const keyOf = ({ cells }: CsvRow): string => JSON.stringify(indexes.map((at) => cells[at]));
  // Measures of no rows are a row, too: their count is 0.
  const groups = groupBy.length === 0 ? new Map([["[]", [...rows]]]) : Map.groupBy(rows, keyOf);
  const chosen = measures.length === 0 ? [{ measure: "count" as const }] : measures;
  const measured = chosen.map((measure) => measureOf(csv.columns, measure));
  return {
    columns: [...groupBy, ...measured.map(({ name }) => name)],
    rows: [...groups].map(([key, group]) => [
      ...(JSON.parse(key) as string[]),
      ...measured.map(({ compute }) => compute(group)),
    ]),
  };
}

function ordered({ columns, rows }: Result, orderBy: Query["orderBy"]): Result["rows"] {
  if (orderBy === undefined) return rows;
  const index = indexOf(columns, orderBy.column);
  const direction = orderBy.descending ? -1 : 1;
  return rows.toSorted(
    (one, other) => direction * compare(one[index] ?? null, other[index] ?? null),
  );
}

/** Numbers, also those in texts, before texts. */
function compare(one: Value, other: Value): number {
  const [left, right] = [numberIn(String(one)), numberIn(String(other))];
  if (left !== undefined && right !== undefined) return left - right;
  if (left !== undefined || right !== undefined) return left === undefined ? 1 : -1;
  return String(one) < String(other) ? -1 : Number(String(one) > String(other));
}
