/** CloudWatch metric data queries: what a graph draws or an alarm watches. */
import { type MetricId, metricKey } from "../metrics/metric";

/** A metric, or an expression, of a graph or an alarm. */
export type Query = QueriedMetric | QueriedExpression;

export interface QueriedMetric {
  readonly kind: "metric";
  readonly id: string | undefined;
  readonly label: string | undefined;
  readonly metric: MetricId;
  readonly statistic: string;
  readonly unit?: string | undefined;
}

export interface QueriedExpression {
  readonly kind: "expression";
  readonly id: string | undefined;
  readonly label: string | undefined;
  readonly expression: string;
}

/** Queries without those that ask for the same metric. */
export function distinctQueries(queries: readonly Query[]): readonly Query[] {
  const keyOf = (query: Query): string =>
    query.kind === "metric"
      ? `${metricKey(query.metric)}\0${query.unit ?? ""}`
      : `\0${query.expression}`;
  return [...new Map(queries.map((query) => [keyOf(query), query])).values()];
}
