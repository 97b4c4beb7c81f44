/** Statistics of tools as a table. */
import { textTable } from "../observed/text-table";
import type { ToolStats } from "./tool-stats";

const HEAD = ["tool", "calls", "errors", "%", "refused", "p50 ms", "p95 ms", "longest"];
const NUMBERS = new Set([1, 2, 3, 4, 5, 6, 7]);

/** With a last row for all of them, which has no percentiles: they cannot be added. */
export function statsTable(stats: readonly ToolStats[]): string {
  return textTable(HEAD, [...stats.map(rowOf), rowOf(totalOf(stats))], NUMBERS);
}

function rowOf({ tool, calls, errors, refused, p50, p95, longest }: ToolStats): readonly string[] {
  const percent = calls === 0 ? "" : ((100 * errors) / calls).toFixed(1);
  return [tool, calls, errors, percent, refused, ms(p50), ms(p95), ms(longest)].map(String);
}

function totalOf(stats: readonly ToolStats[]): ToolStats {
  const sum = (of: (each: ToolStats) => number): number =>
    stats.reduce((total, each) => total + of(each), 0);
  return {
    tool: "all",
    calls: sum(({ calls }) => calls),
    errors: sum(({ errors }) => errors),
    refused: sum(({ refused }) => refused),
    p50: undefined,
    p95: undefined,
    longest: undefined,
  };
}

function ms(value: number | undefined): string {
  if (value === undefined) return "";
  return value < 10 ? value.toFixed(1) : value.toFixed(0);
}
