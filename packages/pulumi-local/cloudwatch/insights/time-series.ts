/** The answer of a query with bin() as the lines of a graph: one for each number and group. */
import type { Series } from "../dashboard/view";
import type { Answer } from "./query-evaluator";
import { readPeriod } from "./periods";
import type { Column, InsightsQuery } from "./query";
import { Moment, numberIn, textIn, type Value } from "./values";

export interface Curves {
  readonly series: readonly Series[];
  /** Length of a period, in seconds. */
  readonly periodSeconds: number;
}

/** Undefined for a query without bin(), of which there is only a table. */
export function curvesOf({ commands }: InsightsQuery, answer: Answer): Curves | undefined {
  const stats = commands.findLast((command) => command.kind === "stats");
  const seconds = stats?.by.map(binSeconds).find((found) => found !== undefined);
  if (stats === undefined || seconds === undefined) return undefined;
  const time = stats.by.findIndex((column) => binSeconds(column) !== undefined);
  const curves = new Map<string, (readonly [at: number, value: number | null])[]>();
  for (const row of answer.rows) {
    const at = row[time];
    if (!(at instanceof Moment)) continue;
    const group = stats.by.flatMap((_, index) => (index === time ? [] : [shown(row[index])]));
    stats.columns.forEach(({ name }, index) => {
      const label = [
        ...group,
        ...(stats.columns.length > 1 || group.length === 0 ? [name] : []),
      ].join(" ");
      const points = curves.get(label) ?? [];
      points.push([at.at, numberIn(row[stats.by.length + index] ?? null)]);
      curves.set(label, points);
    });
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

function shown(value: Value | undefined): string {
  return textIn(value ?? null) ?? "none";
}
