/**
 * CloudWatch embedded metric format reader: the datapoints of a line of a log. CloudWatch drops what
 * breaks the specification without a word; here each breach is reported.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import * as z from "zod";
import { must, pathText, type SchemaIssue, textThat, tooMany, validate } from "../schema-issues";
import { arrayOf, isRecord, parseJson, type PlainRecord, recordOf } from "../untyped-json";
import { type Datapoint, UNITS } from "./metric";

export interface EmbeddedMetrics {
  /** Empty when there is any problem. */
  readonly datapoints: readonly Datapoint[];
  /** Breaches of the specification, in words. */
  readonly problems: readonly string[];
}

const MAX_LINE_BYTES = 256 * 1024;
const MAX_TEXT = 1024;
const HOUR_MS = 3_600_000;
const MAX_AGE_MS = 14 * 24 * HOUR_MS;
const MAX_AHEAD_MS = 2 * HOUR_MS;

const TEXT = `text of 1 to ${MAX_TEXT} characters`;
const NO_VALUE = "has no value in the line";
const NUMBER = "a number, or an array of numbers";

const text = textThat(TEXT, isText);
const dimension = z.tuple([text, textThat(TEXT, isText, NO_VALUE)]);
const metric = z.object({
  Name: text,
  Unit: textThat("a unit that CloudWatch knows", (unit) => UNITS.has(unit)).default("None"),
  StorageResolution: z.literal([1, 60]).optional(),
  values: z.array(z.number(must(NUMBER)), must(NUMBER, NO_VALUE)).max(100, tooMany("values")),
});
const dimensionSet = z.array(dimension, must("an array of names")).max(30, tooMany("dimensions"));
const directive = z.object({
  Namespace: text,
  Dimensions: z.array(dimensionSet).min(1, "must hold [] at least, the set of no dimensions"),
  Metrics: z.array(metric).max(100, tooMany("metrics")),
});
/** A line whose metrics and dimensions have their values beside their names: withValues(). */
const embeddedLine = z.object({
  _aws: z.object({
    Timestamp: z.int(must("whole milliseconds since 1970")),
    CloudWatchMetrics: z.array(directive),
  }),
});

/**
 * @returns undefined when the line is not in the format.
 * @param now the clock that the time stamp is compared with.
 */
export function readEmbeddedMetrics(line: string, now = Date.now): EmbeddedMetrics | undefined {
  // Most lines are not metrics, and end here.
  if (!line.includes('"_aws"')) return undefined;
  const root = parseJson(line);
  if (!isRecord(root) || !("_aws" in root)) return undefined;
  const resolved = withValues(root);
  const { data, issues } = validate(embeddedLine, resolved);
  const problems = new Set([
    ...lengthProblems(line),
    ...timeProblems(recordOf(root["_aws"])["Timestamp"], now()),
    ...issues.flatMap((issue) => problemText(issue, resolved) ?? []),
  ]);
  const isValid = data !== undefined && problems.size === 0;
  return { datapoints: isValid ? datapointsOf(data) : [], problems: [...problems] };
}

function lengthProblems(line: string): readonly string[] {
  const isLong = line.length > MAX_LINE_BYTES / 4 && Buffer.byteLength(line) > MAX_LINE_BYTES;
  return isLong ? [`the line is longer than ${MAX_LINE_BYTES / 1024} KB`] : [];
}

function timeProblems(time: unknown, now: number): readonly string[] {
  const age = typeof time === "number" ? now - time : 0;
  if (age > MAX_AGE_MS) return ["_aws.Timestamp is older than 14 days"];
  return age < -MAX_AHEAD_MS ? ["_aws.Timestamp is more than 2 hours ahead"] : [];
}

/** What the format refers to, put in its place: [name, value] for a dimension, values of a metric. */
function withValues(root: PlainRecord): PlainRecord {
  const valueOf = (name: unknown): unknown =>
    typeof name === "string" && Object.hasOwn(root, name) ? root[name] : undefined;
  const metadata = root["_aws"];
  if (!isRecord(metadata)) return root;
  const directives = eachOf(metadata["CloudWatchMetrics"], (directive) => {
    if (!isRecord(directive)) return directive;
    const Dimensions = eachOf(directive["Dimensions"], (set) =>
      eachOf(set, (name) => [name, valueOf(name)]),
    );
    const Metrics = eachOf(directive["Metrics"], (metric) =>
      isRecord(metric) ? { ...metric, values: listOf(valueOf(metric["Name"])) } : metric,
    );
    return { ...directive, Dimensions, Metrics };
  });
  return { _aws: { ...metadata, CloudWatchMetrics: directives } };
}

function datapointsOf({ _aws }: z.output<typeof embeddedLine>): readonly Datapoint[] {
  const { Timestamp: time, CloudWatchMetrics: directives } = _aws;
  return directives.flatMap(({ Namespace: namespace, Dimensions: sets, Metrics: metrics }) =>
    metrics.flatMap(({ Name: name, Unit: unit, values }) =>
      sets.map((set) => ({
        ...{ namespace, name, dimensions: Object.fromEntries(set) },
        ...{ unit, time, values },
      })),
    ),
  );
}

/** Names the metric or dimension; undefined for the value of what has no name, an issue itself. */
function problemText({ path, message }: SchemaIssue, line: PlainRecord): string | undefined {
  const [, , directive, kind, index, ...rest] = path;
  const parts = recordOf(arrayOf(recordOf(line["_aws"])["CloudWatchMetrics"])[Number(directive)]);
  const part = arrayOf(parts[String(kind)])[Number(index)];
  const [key, member] = rest;
  if (kind === "Dimensions" && key !== undefined) {
    const [name] = arrayOf(arrayOf(part)[Number(key)]);
    if (member === 0) return `${pathText(path.slice(0, -1))} ${message}`;
    return isText(name) ? `dimension ${name} ${message}` : undefined;
  }
  const { Name: name } = recordOf(part);
  if (kind !== "Metrics" || key === undefined || key === "Name") {
    return `${pathText(path)} ${message}`;
  }
  if (!isText(name)) return key === "values" ? undefined : `${pathText(path)} ${message}`;
  return key === "values"
    ? `metric ${name} ${message}`
    : `metric ${name}: ${String(key)} ${message}`;
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "" && value.length <= MAX_TEXT;
}

function eachOf(value: unknown, map: (member: unknown) => unknown): unknown {
  return Array.isArray(value) ? value.map(map) : value;
}

/** A single value is an array of one. */
function listOf(value: unknown): unknown {
  return value === undefined || Array.isArray(value) ? value : [value];
}
