/** CloudWatch metric widget, as the page draws it. */
import { type BodyWidget, type MetricRow, readRows, readThresholds } from "./dashboard-body";
import { MetricMathEvaluator } from "../expressions/metric-math-evaluator";
import type { Query } from "../expressions/query";
import { statisticOf } from "../metrics/statistics";
import { parseExpression } from "../expressions/expression-parser";
import { labelOf } from "./labels";
import { gridOver, type Grid, type MetricStore, periodStarts } from "../metrics/metric-store";
import {
  type Operand,
  type Points,
  presentOf,
  seriesOf,
  type TimeSeries,
} from "../expressions/operands";
import { unitOfAxis, yAxisOf } from "./axes";
import type { GraphWidget, Series } from "./view";

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

/**
 * A threshold is of the values of its alarm's period: of sums over shorter ones none would reach it,
 * so that a graph with thresholds has the period that it declares.
 */
function periodOf(range: TimeRange, rows: readonly MetricRow[], hasThreshold: boolean): number {
  const declared = hasThreshold ? rows.map(({ periodSeconds }) => periodSeconds) : [];
  return Math.max(periodFor(range), ...declared);
}

export function drawGraph({ properties }: BodyWidget, store: MetricStore, range: TimeRange): Graph {
  const rows = readRows(properties);
  const thresholds = readThresholds(properties);
  const period = periodOf(range, rows, thresholds.length > 0);
  // A value of this very moment belongs to it.
  const grid = gridOver(range.start, range.end + 1, period);
  const yAxis = yAxisOf(properties);
  const isOnePeriod = properties["setPeriodToTimeRange"] === true;
  const drawing = new Drawing(store, rows, { grid, isOnePeriod, yAxis });
  // The others too: what is wrong with them is reported.
  const drawn = rows.map((row) => ({ row, series: drawing.series(row) }));
  const series = drawn.flatMap(({ row, series: own }) => (row.isVisible ? own : []));
  const widget: GraphWidget = {
    kind: "graph",
    view: properties["view"] === "singleValue" ? "singleValue" : "timeSeries",
    stacked: properties["stacked"] === true,
    yAxis,
    thresholds,
    series,
    periodSeconds: grid.periodSeconds,
  };
  return { widget, problems: drawing.problems };
}

interface Frame {
  readonly grid: Grid;
  readonly isOnePeriod: boolean;
  readonly yAxis: GraphWidget["yAxis"];
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
    private readonly frame: Frame,
  ) {
    const { grid } = frame;
    this.times = periodStarts(grid);
    const queries = rows.map(({ query }) => query);
    const scope = { store, queries, canSearch: true };
    this.byPeriod = new MetricMathEvaluator({ ...scope, grid });
    const periodSeconds = Math.max(1, (grid.end - grid.start) / 1000);
    this.overRange = new MetricMathEvaluator({ ...scope, grid: { ...grid, periodSeconds } });
  }

  series(row: MetricRow): readonly Series[] {
    const found = this.seriesOf(row.query, this.byPeriod);
    const overRange = this.frame.isOnePeriod ? this.seriesOf(row.query, this.overRange) : undefined;
    return found.map((series, index) => ({
      label: this.label(row.query, series, found.length > 1),
      stat: row.statistic,
      // Of many series only the first has the colour, as on AWS.
      ...(row.color !== undefined && index === 0 && { color: row.color }),
      axis: row.axis,
      ...this.unit(row, series),
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

  /** The metric's own where it has one; of what is calculated the axis says it. */
  private unit({ query, axis }: MetricRow, { origin }: TimeSeries): { readonly unit?: string } {
    const own = origin === undefined || !findsMetrics(query) ? [] : this.store.units(origin.id);
    const isCount = origin?.statistic === "SampleCount";
    const unit = isCount ? "Count" : own.length === 1 ? own[0] : unitOfAxis(this.frame.yAxis, axis);
    return unit === undefined ? {} : { unit };
  }

  private total(query: Query, { points, origin }: TimeSeries): number | null {
    if (origin === undefined || !findsMetrics(query)) return lastOf(points);
    return this.store.total(
      { ...origin.id, unit: origin.unit },
      statisticOf(origin.statistic),
      this.frame.grid,
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
