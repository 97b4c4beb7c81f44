/** What names a metric in CloudWatch. */

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
