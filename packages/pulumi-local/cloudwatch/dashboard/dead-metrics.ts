/**
 * Metrics without data: drawn or watched and never there, since they are renamed, have other
 * dimensions or another unit, or are of a resource that is not declared. CloudWatch reports none.
 */
import type { DeclaredProgram } from "../../program/declared";
import { UserError } from "../../user-error";
import { parseExpression, subexpressions } from "../expressions/expression-parser";
import type { QueriedMetric, Query } from "../expressions/query";
import { dimensionNames, type MetricId, metricText } from "../metrics/metric";
import type { MetricStore } from "../metrics/metric-store";
import { fixedValues, isFound, parseSearch, type Search } from "../expressions/search";
import { vendedMetric, vendedShape } from "../metrics/vended-metrics";

export interface Measured {
  readonly program: DeclaredProgram;
  readonly store: MetricStore;
}

/** What cannot be right, whatever happens later. A metric that was not seen yet is not a problem. */
export function deadMetrics(query: Query, measured: Measured): readonly string[] {
  if (query.kind === "metric") {
    const problem = metricProblem(query, measured);
    return problem === undefined ? [] : [problem];
  }
  return searchesIn(query.expression)
    .map(({ search }) => searchProblem(search, measured))
    .filter((problem) => problem !== undefined);
}

/** What has had no data at all, and what cannot be right, in words. */
export function unseenMetrics(query: Query, measured: Measured): readonly string[] {
  const dead = deadMetrics(query, measured);
  if (dead.length > 0) return dead;
  const { store } = measured;
  if (query.kind === "metric") {
    const isSeen = store.units(query.metric).length > 0;
    return isSeen ? [] : [`${metricText(query.metric)} has had no data`];
  }
  return searchesIn(query.expression)
    .filter(({ search }) => !store.ids().some((id) => isFound(search, id)))
    .map(({ text }) => `SEARCH('${text}') finds nothing`);
}

function metricProblem(query: QueriedMetric, { program, store }: Measured): string | undefined {
  const { metric, unit } = query;
  if (metric.namespace.startsWith("AWS/")) {
    const vended = vendedMetric(program, metric);
    if ("problem" in vended) return vended.problem;
    return unitProblem(metric, unit, vended.unit === undefined ? [] : [vended.unit]);
  }
  const units = store.units(metric);
  if (units.length > 0) return unitProblem(metric, unit, units);
  return dimensionProblem(metric, dimensionNames(metric.dimensions), store);
}

function unitProblem(
  { name }: MetricId,
  unit: string | undefined,
  units: readonly string[],
): string | undefined {
  if (unit === undefined || units.length === 0 || units.includes(unit)) return undefined;
  return `${name} comes in ${units.join(", ")}: with unit ${unit} it never has data`;
}

function dimensionProblem(
  { namespace, name }: Pick<MetricId, "namespace" | "name">,
  names: string,
  store: MetricStore,
): string | undefined {
  const known = new Set(
    store
      .ids()
      .filter((id) => id.namespace === namespace && id.name === name)
      .map((id) => dimensionNames(id.dimensions)),
  );
  if (known.size === 0 || known.has(names)) return undefined;
  return `${name} comes with ${[...known].join(" or with ")}, not with ${names}`;
}

function searchProblem(search: Search, { program, store }: Measured): string | undefined {
  const { schema, term } = search;
  if (schema === undefined) return undefined;
  const { MetricName: name, ...values } = fixedValues(term);
  if (name === undefined) return undefined;
  const { namespace } = schema;
  const names = [...schema.dimensions].sort().join(", ") || dimensionNames({});
  if (!namespace.startsWith("AWS/")) return dimensionProblem({ namespace, name }, names, store);
  const shape = vendedShape(namespace, name, names);
  if (shape !== undefined || schema.dimensions.some((key) => values[key] === undefined)) {
    return shape;
  }
  const vended = vendedMetric(program, { namespace, name, dimensions: values });
  return "problem" in vended ? vended.problem : undefined;
}

/** The searches that can be read; what cannot be is a problem of the expression itself. */
function searchesIn(text: string): readonly { readonly search: Search; readonly text: string }[] {
  try {
    return subexpressions(parseExpression(text)).flatMap((part) => {
      const searched = part.kind === "call" && part.name === "SEARCH" ? part.args[0] : undefined;
      if (searched?.kind !== "text") return [];
      return { search: parseSearch(searched.value), text: searched.value };
    });
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}
