/** CloudWatch metric widget, as the page draws it. */
import { type BodyWidget, type MetricRow, readRows, readThresholds } from "./dashboard-body";
import { MetricMathEvaluator } from "../expressions/metric-math-evaluator";
import type { Query } from "../expressions/query";
import { statisticOf } from "../metrics/statistics";
import { parseExpression } from "../expressions/expression-parser";
import { labelOf } from "./labels";
import { gridOver, type Grid, type MetricStore, periodStarts } from "../metrics/metric-store";
import { isRecord, numberOf, type PlainRecord, recordOf } from "../untyped-json";
import {
  type Operand,
  type Points,
  presentOf,
  seriesOf,
  type TimeSeries,
} from "../expressions/operands";
import type { AxisRange, GraphWidget, Series } from "./view";

export interface Graph {
  readonly widget: GraphWidget;
  readonly problems: readonly string[];
}

export interface TimeRange {
  readonly start: number;
  readonly end: number;
}

/** Like CloudWatch with `periodOverride: auto`, the period follows from the length of the range. */
function periodFor({ start, end }: TimeRange): number {
  const minutes = (end - start) / 60_000;
  if (minutes <= 15) return 10;
  return minutes <= 60 ? 60 : 300;
}

export function drawGraph({ properties }: BodyWidget, store: MetricStore, range: TimeRange): Graph {
  // A value of this very moment belongs to it.
  const grid = gridOver(range.start, range.end + 1, periodFor(range));
  const rows = readRows(properties);
  const drawing = new Drawing(store, rows, grid, properties["setPeriodToTimeRange"] === true);
  // The others too: what is wrong with them is reported.
  const drawn = rows.map((row) => ({ row, series: drawing.series(row) }));
  const series = drawn.flatMap(({ row, series: own }) => (row.isVisible ? own : []));
  const widget: GraphWidget = {
    kind: "graph",
    view: properties["view"] === "singleValue" ? "singleValue" : "timeSeries",
    stacked: properties["stacked"] === true,
    yAxis: yAxisOf(properties),
    thresholds: readThresholds(properties),
    series,
    periodSeconds: grid.periodSeconds,
  };
  return { widget, problems: drawing.problems };
}

class Drawing {
  readonly problems: string[] = [];
  private readonly times: readonly number[];
  private readonly byPeriod: MetricMathEvaluator;
  /** All of the range as one period. */
  private readonly overRange: MetricMathEvaluator;

  constructor(
    private readonly store: MetricStore,
    rows: readonly MetricRow[],
    private readonly grid: Grid,
    private readonly isOnePeriod: boolean,
  ) {
    this.times = periodStarts(grid);
    const queries = rows.map(({ query }) => query);
    const scope = { store, queries, canSearch: true };
    this.byPeriod = new MetricMathEvaluator({ ...scope, grid });
    const periodSeconds = Math.max(1, (grid.end - grid.start) / 1000);
    this.overRange = new MetricMathEvaluator({ ...scope, grid: { ...grid, periodSeconds } });
  }

  series(row: MetricRow): readonly Series[] {
    const found = this.seriesOf(row.query, this.byPeriod);
    const overRange = this.isOnePeriod ? this.seriesOf(row.query, this.overRange) : undefined;
    return found.map((series, index) => ({
      label: this.label(row.query, series, found.length > 1),
      stat: row.statistic,
      // Of many series only the first has the colour, as on AWS.
      ...(row.color !== undefined && index === 0 && { color: row.color }),
      axis: row.axis,
      points: series.points.map((value, at) => [this.times[at] ?? 0, value] as const),
      total:
        overRange === undefined ? this.total(row.query, series) : lastOf(overRange[index]?.points),
    }));
  }

  private seriesOf(query: Query, evaluator: MetricMathEvaluator): readonly TimeSeries[] {
    const result = evaluator.result(query);
    if ("problem" in result) {
      if (!this.problems.includes(result.problem)) this.problems.push(result.problem);
      return [];
    }
    return asSeries(result.value, this.times.length);
  }

  private label(query: Query, series: TimeSeries, isSeveral: boolean): string {
    if (query.kind === "metric") {
      return labelOf(query.label, withOwnName(query, series), {
        isOneOfMany: false,
        fallback: query.metric.name,
      });
    }
    const isOneOfMany = isSeveral || query.expression.includes("SEARCH");
    // What is evaluated of a metric is not that metric.
    const labelled = isOneOfMany ? series : { points: series.points };
    return labelOf(query.label, labelled, { isOneOfMany, fallback: query.id ?? query.expression });
  }

  private total(query: Query, { points, origin }: TimeSeries): number | null {
    if (origin === undefined || !findsMetrics(query)) return lastOf(points);
    return this.store.total(
      { ...origin.id, unit: origin.unit },
      statisticOf(origin.statistic),
      this.grid,
    );
  }
}

/** Its series are metrics themselves, of which there are totals. */
function findsMetrics(query: Query): boolean {
  if (query.kind === "metric") return true;
  const parsed = parseExpression(query.expression);
  return parsed.kind === "call" && (parsed.name === "SEARCH" || parsed.name === "METRICS");
}

/** ${LABEL} within a metric's own label is its name. */
function withOwnName(query: Query & { kind: "metric" }, series: TimeSeries): TimeSeries {
  if (series.origin === undefined) return series;
  return { ...series, origin: { ...series.origin, label: query.metric.name } };
}

/** A number is drawn as a level line. */
function asSeries(value: Operand, length: number): readonly TimeSeries[] {
  if (value.kind !== "scalar") return seriesOf(value);
  return [{ kind: "series", points: Array.from({ length }, () => value.value) }];
}

function lastOf(points: Points | undefined): number | null {
  return presentOf(points ?? []).at(-1) ?? null;
}

function yAxisOf({ yAxis }: PlainRecord): GraphWidget["yAxis"] {
  const { left, right } = recordOf(yAxis);
  return {
    ...(isRecord(left) && { left: axisRange(left) }),
    ...(isRecord(right) && { right: axisRange(right) }),
  };
}

function axisRange({ min, max }: PlainRecord): AxisRange {
  const from = numberOf(min);
  const to = numberOf(max);
  return { ...(from !== undefined && { min: from }), ...(to !== undefined && { max: to }) };
}
