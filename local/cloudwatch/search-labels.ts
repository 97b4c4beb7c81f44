/** Labels of what a search has found: what differs between the metrics. */
import type { MetricId } from "./metric";
import { fixedValues, type Search } from "./search";

/** One label for each metric. */
export function searchLabels(search: Search, found: readonly MetricId[]): readonly string[] {
  const fixed = fixedValues(search.term);
  const rows = found.map((id): readonly (readonly [string, string])[] => [
    ["MetricName", id.name],
    ...Object.entries(id.dimensions),
  ]);
  const differs = (key: string): boolean => {
    if (key in fixed) return false;
    const values = new Set(rows.map((row) => row.find(([name]) => name === key)?.[1]));
    // Of a single metric: all that the search leaves open.
    return values.size > 1 || (found.length === 1 && key !== "MetricName");
  };
  return rows.map((row, index) => {
    const parts = row.filter(([key]) => differs(key)).map(([, value]) => value);
    return parts.length > 0 ? parts.join(" ") : (found[index]?.name ?? "");
  });
}
