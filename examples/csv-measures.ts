/** Measures over rows of a CSV: count, sum, avg, min and max. */
import { z } from "zod";
import { CsvProblem, type CsvRow, indexOf } from "./csv";

export const COLUMN = z.string().max(200).describe("Name of a column");

export const MEASURE = z.discriminatedUnion("measure", [
  z.object({ measure: z.literal("count") }),
  z.object({ measure: z.enum(["sum", "avg", "min", "max"]), column: COLUMN }),
]);

interface Measured {
  readonly name: string;
  readonly compute: (rows: readonly CsvRow[]) => number | null;
}

export function measureOf(columns: readonly string[], measure: z.output<typeof MEASURE>): Measured {
  if (measure.measure === "count") return { name: "count", compute: (rows) => rows.length };
  const { measure: kind, column } = measure;
  const index = indexOf(columns, column);
  const compute: Measured["compute"] = (rows) => {
    const numbers = rows.flatMap(({ cells, line }) => numbersOf(cells[index] ?? "", column, line));
    if (kind === "sum") return sumOf(numbers);
    if (numbers.length === 0) return null;
    if (kind === "avg") return rounded(sumOf(numbers) / numbers.length);
    const better = kind === "min" ? Math.min : Math.max;
    return numbers.reduce((best, number) => better(best, number));
  };
  return { name: `${kind}(${column})`, compute };
}

function numbersOf(cell: string, column: string, line: number): readonly number[] {
  if (cell.trim() === "") return [];
  const number = numberIn(cell);
  if (number !== undefined) return [number];
  throw new CsvProblem(
    `Line ${line} has ${JSON.stringify(cell.slice(0, 50))} in "${column}", which is not a number: leave such rows out by a condition.`,
  );
}

function sumOf(numbers: readonly number[]): number {
  return rounded(numbers.reduce((sum, number) => sum + number, 0));
}

/** Without what binary fractions add: 0.1 + 0.2 is 0.3. */
function rounded(value: number): number {
  return Number(value.toPrecision(14));
}

/** Undefined for what is not a number. */
export function numberIn(cell: string): number | undefined {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(cell) ? Number(cell) : undefined;
}
