/**
 * Reads a line of a log in CloudWatch's embedded metric format. CloudWatch drops what breaks the
 * specification without a word; here each breach is told.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import { Problem } from "../problem";
import type { Datapoint } from "./metric";
import { isRecord, parseJson } from "./plain-data";
import { UNITS } from "./units";

export interface EmbeddedMetrics {
  /** Empty when there is any problem. */
  readonly datapoints: readonly Datapoint[];
  /** Breaches of the specification, in words. */
  readonly problems: readonly string[];
}

const MAX_LINE_BYTES = 256 * 1024;
const MAX_TEXT = 1024;
const MAX_DIMENSIONS = 30;
const MAX_METRICS = 100;
const MAX_VALUES = 100;
const HOUR_MS = 3_600_000;
const MAX_AGE_MS = 14 * 24 * HOUR_MS;
const MAX_AHEAD_MS = 2 * HOUR_MS;

type Members = Readonly<Record<string, unknown>>;

/**
 * @returns undefined when the line is not in the format.
 * @param now the clock that the time stamp is compared with.
 */
export function readEmbeddedMetrics(line: string, now = Date.now): EmbeddedMetrics | undefined {
  // Most lines are no metrics, and end here.
  if (!line.includes('"_aws"')) return undefined;
  const root = parseJson(line);
  if (!isRecord(root) || !("_aws" in root)) return undefined;
  const reading = new Reading(root, now());
  if (line.length > MAX_LINE_BYTES / 4 && Buffer.byteLength(line) > MAX_LINE_BYTES) {
    reading.problems.push(`the line is longer than ${MAX_LINE_BYTES / 1024} KB`);
  }
  reading.read();
  const { problems } = reading;
  return { datapoints: problems.length === 0 ? reading.datapoints : [], problems };
}

class Reading {
  readonly problems: string[] = [];
  readonly datapoints: Datapoint[] = [];

  constructor(
    private readonly root: Members,
    private readonly now: number,
  ) {}

  read(): void {
    this.attempt(() => {
      this.readMetadata();
    });
  }

  private readMetadata(): void {
    const metadata = this.root["_aws"];
    if (!isRecord(metadata)) throw new Problem("_aws must be an object");
    const time = metadata["Timestamp"];
    if (!isInteger(time)) throw new Problem("_aws.Timestamp must be whole milliseconds since 1970");
    if (time < this.now - MAX_AGE_MS) this.problems.push("_aws.Timestamp is older than 14 days");
    if (time > this.now + MAX_AHEAD_MS)
      this.problems.push("_aws.Timestamp is more than 2 hours ahead");
    const directives = metadata["CloudWatchMetrics"];
    if (!Array.isArray(directives)) {
      throw new Problem("_aws.CloudWatchMetrics must be an array");
    }
    for (const directive of directives as unknown[]) {
      this.attempt(() => {
        this.readDirective(directive, time);
      });
    }
  }

  private readDirective(directive: unknown, time: number): void {
    if (!isRecord(directive)) throw new Problem("a metric directive must be an object");
    const { Namespace: namespace, Dimensions: sets, Metrics: metrics } = directive;
    if (!isText(namespace)) throw new Problem(`Namespace must be text of 1 to ${MAX_TEXT}`);
    if (!Array.isArray(sets) || sets.length === 0) {
      throw new Problem("Dimensions must hold a set at least; [[]] is a metric without dimensions");
    }
    if (!Array.isArray(metrics)) throw new Problem("Metrics must be an array");
    if (metrics.length > MAX_METRICS) {
      this.problems.push(`Metrics has ${metrics.length} metrics; ${MAX_METRICS} are the most`);
    }
    const dimensionSets = sets.map((set: unknown) => this.readDimensions(set));
    for (const metric of metrics as unknown[]) {
      this.attempt(() => {
        const { name, unit, values } = this.readMetric(metric);
        for (const dimensions of dimensionSets) {
          this.datapoints.push({ namespace, name, dimensions, unit, time, values });
        }
      });
    }
  }

  private readDimensions(set: unknown): Readonly<Record<string, string>> {
    const dimensions: Record<string, string> = {};
    if (!Array.isArray(set)) {
      this.problems.push("Dimensions must hold arrays of names");
      return dimensions;
    }
    if (set.length > MAX_DIMENSIONS) {
      this.problems.push(`a set has ${set.length} dimensions; ${MAX_DIMENSIONS} are the most`);
    }
    for (const name of set as unknown[]) {
      const value = typeof name === "string" ? this.member(name) : undefined;
      if (!isText(name))
        this.problems.push(`the name of a dimension must be text of 1 to ${MAX_TEXT}`);
      else if (value === undefined)
        this.problems.push(`dimension ${name} has no value in the line`);
      else if (!isText(value)) {
        this.problems.push(`the value of dimension ${name} must be text of 1 to ${MAX_TEXT}`);
      } else dimensions[name] = value;
    }
    return dimensions;
  }

  private readMetric(metric: unknown): Pick<Datapoint, "name" | "unit" | "values"> {
    if (!isRecord(metric)) throw new Problem("a metric must be an object");
    const { Name: name, Unit: unit = "None", StorageResolution: resolution = 60 } = metric;
    if (!isText(name)) throw new Problem(`the name of a metric must be text of 1 to ${MAX_TEXT}`);
    if (typeof unit !== "string" || !UNITS.has(unit)) {
      throw new Problem(`metric ${name} has unit ${JSON.stringify(unit)}, which is none`);
    }
    if (resolution !== 1 && resolution !== 60) {
      this.problems.push(
        `metric ${name} has StorageResolution ${String(resolution)}; it is 1 or 60`,
      );
    }
    const target = this.member(name);
    if (target === undefined) throw new Problem(`metric ${name} has no value in the line`);
    const values: readonly unknown[] = Array.isArray(target) ? target : [target];
    if (values.length > MAX_VALUES) {
      throw new Problem(`metric ${name} has ${values.length} values; ${MAX_VALUES} are the most`);
    }
    if (!values.every(isNumber)) {
      throw new Problem(`metric ${name} must be a number, or an array of numbers`);
    }
    return { name, unit, values };
  }

  private member(name: string): unknown {
    return Object.hasOwn(this.root, name) ? this.root[name] : undefined;
  }

  /** One breach does not hide those of other directives and metrics. */
  private attempt(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.problems.push(error.message);
    }
  }
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "" && value.length <= MAX_TEXT;
}

function isInteger(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
