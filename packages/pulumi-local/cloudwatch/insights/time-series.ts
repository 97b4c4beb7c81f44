/** The answer of a query with bin() as the lines of a graph: one for each number and group. */
import type { Series } from "../dashboard/view";
import type { Answer } from "./query-evaluator";
import { readPeriod } from "./periods";
import type { Column, InsightsQuery } from "./query";
import { Moment, numberIn, textIn } from "./values";

export interface Curves {
  readonly series: readonly Series[];
  /** Length of a period, in seconds. */
  readonly periodSeconds: number;
}

/** Undefined for a query without bin(), of which there is only a table. */
export function curvesOf({ commands }: InsightsQuery, answer: Answer): Curves | undefined {
  const stats = commands.findLast((command) => command.kind === "stats");
  const bin = stats?.by.find((column) => binSeconds(column) !== undefined);
  const seconds = bin && binSeconds(bin);
  if (stats === undefined || bin === undefined || seconds === undefined) return undefined;
  const indexOf = ({ name }: Column): number => answer.columns.indexOf(name);
  // Of the columns that display has left.
  const isShown = (column: Column): boolean => indexOf(column) >= 0;
  const groups = stats.by.filter((column) => column !== bin && isShown(column));
  const values = stats.columns.filter(isShown);
  const curves = new Map<string, (readonly [at: number, value: number | null])[]>();
  for (const row of answer.rows) {
    const at = row[indexOf(bin)];
    if (!(at instanceof Moment)) continue;
    const group = groups.map((column) => textIn(row[indexOf(column)] ?? null) ?? "none");
    for (const column of values) {
      const isNamed = values.length > 1 || group.length === 0;
      const label = [...group, ...(isNamed ? [column.name] : [])].join(" ");
      const points = curves.get(label) ?? [];
      points.push([at.at, numberIn(row[indexOf(column)] ?? null)]);
      curves.set(label, points);
    }
  }
  return {
    series: [...curves].map(([label, points]) => series(label, points)),
    periodSeconds: seconds,
  };
}

function series(label: string, points: readonly (readonly [number, number | null])[]): Series {
  const sorted = [...points].sort(([one], [other]) => one - other);
  const total = sorted.findLast(([, value]) => value !== null)?.[1] ?? null;
  return { label, stat: "", axis: "left", points: sorted, total };
}

function binSeconds({ expression }: Column): number | undefined {
  if (expression.kind !== "call" || expression.name !== "bin") return undefined;
  const [last] = expression.args;
  const period = last?.kind === "period" ? readPeriod(last.text) : undefined;
  return period?.unit === "ms" ? period.length / 1000 : undefined;
}
