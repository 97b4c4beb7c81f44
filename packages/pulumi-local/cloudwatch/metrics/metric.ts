/** CloudWatch metrics: what names one, its datapoints and the units that they may have. */

export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface Datapoint extends MetricId {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly values: readonly number[];
  readonly unit: string;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDatum.html */
const SIZES = ["", "Kilo", "Mega", "Giga", "Tera"];
const BYTES = SIZES.map((size) => (size === "" ? "Bytes" : `${size}bytes`));
const BITS = SIZES.map((size) => (size === "" ? "Bits" : `${size}bits`));
const PER_SECOND = [...BYTES, ...BITS, "Count"].map((unit) => `${unit}/Second`);
const TIMES = ["Seconds", "Microseconds", "Milliseconds"];

/** The units that CloudWatch knows. */
export const UNITS: ReadonlySet<string> = new Set([
  ...TIMES,
  ...BYTES,
  ...BITS,
  ...PER_SECOND,
  "Percent",
  "Count",
  "None",
]);

/** Equal for equal metrics, whatever the order of their dimensions. */
export function metricKey({ namespace, name, dimensions }: MetricId): string {
  const keys = Object.keys(dimensions);
  if (keys.length > 1) keys.sort();
  let key = `${namespace}\0${name}`;
  for (const dimension of keys) key += `\0${dimension}\0${dimensions[dimension] ?? ""}`;
  return key;
}

/** The names of a metric's dimensions, in words: "service, tool". */
export function dimensionNames(dimensions: Readonly<Record<string, unknown>>): string {
  return Object.keys(dimensions).sort().join(", ") || "no dimension";
}

/** The metric in words: "McpServer ToolCalls {service=a, tool=b}". */
export function metricText({ namespace, name, dimensions }: MetricId): string {
  const pairs = Object.entries(dimensions).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? `${namespace} ${name}` : `${namespace} ${name} {${pairs.join(", ")}}`;
}
