/**
 * CloudWatch metric store: metrics by namespace, name and exact set of dimensions; a query that
 * names a unit sees only values of that unit. Kept for three hours, in buckets of ten seconds.
 */
import { type Datapoint, type MetricId, metricKey } from "./metric";
import { type Statistic, Summary } from "./statistics";

const BUCKET_SECONDS = 10;
export const RETENTION_MINUTES = 180;
/** Bounds the memory; a program that makes more has a dimension that callers choose. */
export const MAX_METRICS = 10_000;

const BUCKET_MS = BUCKET_SECONDS * 1000;
const RETENTION_MS = RETENTION_MINUTES * 60_000;

/** Periods on the clock's grid: the first starts at `start`, all together end before `end`. */
export interface Grid {
  readonly start: number;
  readonly end: number;
  readonly periodSeconds: number;
}

/** The grid that covers a time range; like CloudWatch it begins with the period that `start` is in. */
export function gridOver(start: number, end: number, periodSeconds: number): Grid {
  const periodMs = periodSeconds * 1000;
  return { start: Math.floor(start / periodMs) * periodMs, end, periodSeconds };
}

/** The start of each period. */
export function periodStarts({ start, end, periodSeconds }: Grid): readonly number[] {
  const length = Math.max(0, Math.ceil((end - start) / (periodSeconds * 1000)));
  return Array.from({ length }, (_, index) => start + index * periodSeconds * 1000);
}

export interface MetricQuery extends MetricId {
  readonly unit?: string | undefined;
}

interface Metric {
  readonly id: MetricId;
  /** By unit, and then by number of the bucket. */
  readonly units: Map<string, Map<number, Summary>>;
}

export class MetricStore {
  private readonly metrics = new Map<string, Metric>();
  private prunedAt = 0;
  /** A metric was refused because there are MAX_METRICS already. */
  isFull = false;

  constructor(private readonly now: () => number) {}

  add(datapoint: Datapoint): void {
    this.prune();
    const number = Math.floor(datapoint.time / BUCKET_MS);
    if (number < this.oldest()) return;
    const buckets = this.bucketsOf(datapoint);
    if (buckets === undefined) return;
    let bucket = buckets.get(number);
    if (bucket === undefined) buckets.set(number, (bucket = new Summary()));
    for (const value of datapoint.values) bucket.add(value);
  }

  /** One value for each period; null where there is none. */
  points(query: MetricQuery, statistic: Statistic, grid: Grid): readonly (number | null)[] {
    return this.summaries(query, grid).map((summary) => summary?.value(statistic) ?? null);
  }

  /** The statistic over the entire grid. */
  total(query: MetricQuery, statistic: Statistic, grid: Grid): number | null {
    const total = new Summary();
    for (const summary of this.summaries(query, grid)) if (summary) total.merge(summary);
    return total.value(statistic);
  }

  /** All metrics that there have been, also without values of the last hours. */
  ids(): readonly MetricId[] {
    return [...this.metrics.values()].map(({ id }) => id);
  }

  /** The units that a metric has come with; none when there has been no such metric. */
  units(id: MetricId): readonly string[] {
    return [...(this.metrics.get(metricKey(id))?.units.keys() ?? [])];
  }

  private summaries(query: MetricQuery, grid: Grid): readonly (Summary | undefined)[] {
    const { length } = periodStarts(grid);
    const summaries = Array.from({ length }, (): Summary | undefined => undefined);
    for (const [unit, buckets] of this.metrics.get(metricKey(query))?.units ?? []) {
      if (query.unit !== undefined && query.unit !== unit) continue;
      const first = Math.ceil(grid.start / BUCKET_MS);
      for (let time = first * BUCKET_MS; time < grid.end; time += BUCKET_MS) {
        const bucket = buckets.get(time / BUCKET_MS);
        if (bucket === undefined) continue;
        const index = Math.floor((time - grid.start) / (grid.periodSeconds * 1000));
        (summaries[index] ??= new Summary()).merge(bucket);
      }
    }
    return summaries;
  }

  private bucketsOf(datapoint: Datapoint): Map<number, Summary> | undefined {
    const key = metricKey(datapoint);
    let metric = this.metrics.get(key);
    if (metric === undefined) {
      this.isFull ||= this.metrics.size >= MAX_METRICS;
      if (this.metrics.size >= MAX_METRICS) return undefined;
      const { namespace, name, dimensions } = datapoint;
      metric = { id: { namespace, name, dimensions }, units: new Map() };
      this.metrics.set(key, metric);
    }
    let buckets = metric.units.get(datapoint.unit);
    if (buckets === undefined) {
      buckets = new Map<number, Summary>();
      metric.units.set(datapoint.unit, buckets);
    }
    return buckets;
  }

  private oldest(): number {
    return Math.floor((this.now() - RETENTION_MS) / BUCKET_MS);
  }

  private prune(): void {
    const oldest = this.oldest();
    if (oldest <= this.prunedAt) return;
    this.prunedAt = oldest;
    for (const { units } of this.metrics.values()) {
      for (const buckets of units.values()) {
        for (const number of buckets.keys()) if (number < oldest) buckets.delete(number);
      }
    }
  }
}
