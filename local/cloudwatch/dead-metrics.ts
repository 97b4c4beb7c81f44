/**
 * Finds metrics that are drawn or watched and never have data: renamed, with other dimensions, with
 * another unit, or of a resource that is not declared. CloudWatch tells of none of them.
 */
import type { DeclaredProgram } from "../declared";
import { Problem } from "../problem";
import { type Expression, parseExpression } from "./expression-parser";
import type { Query, QueriedMetric } from "./expressions";
import { dimensionNames, type MetricId, metricKey, metricText } from "./metric";
import type { MetricStore } from "./metric-store";
import { fixedValues, isFound, parseSearch, type Search } from "./search";
import { vendedMetric, vendedShape } from "./vended-metrics";

export interface Measured {
  readonly program: DeclaredProgram;
  readonly store: MetricStore;
}

/** What cannot be right, whatever happens later. A metric that was not seen yet is no problem. */
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
    return callsOf(parseExpression(text)).map((asked) => ({
      search: parseSearch(asked),
      text: asked,
    }));
  } catch (error) {
    if (error instanceof Problem) return [];
    throw error;
  }
}

function callsOf(expression: Expression): readonly string[] {
  switch (expression.kind) {
    case "negative":
      return callsOf(expression.operand);
    case "operation":
      return [...callsOf(expression.left), ...callsOf(expression.right)];
    case "array":
      return expression.items.flatMap(callsOf);
    case "call": {
      const [first] = expression.args;
      if (expression.name === "SEARCH" && first?.kind === "text") return [first.value];
      return expression.args.flatMap(callsOf);
    }
    default:
      return [];
  }
}

/** Queries without those that ask for the same metric. */
export function distinctQueries(queries: readonly Query[]): readonly Query[] {
  const keyOf = (query: Query): string =>
    query.kind === "metric"
      ? `${metricKey(query.metric)}\0${query.unit ?? ""}`
      : `\0${query.expression}`;
  return [...new Map(queries.map((query) => [keyOf(query), query])).values()];
}
