/**
 * CloudWatch embedded metric format (EMF): metrics as a line of the log, without a call of any API.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
import { safeLine } from "./json-line";
import { NAMESPACE } from "./metrics";

/** Values that a metric may have in a blob. */
export const MAX_VALUES = 100;

export interface MetricValue {
  readonly name: string;
  readonly unit: "Count" | "Milliseconds" | "Bytes";
  /** Of several occasions: each counts. */
  readonly value: number | readonly number[];
}

export interface Directive {
  /** Sets of dimensions: the metrics are kept once for each. */
  readonly by: readonly (readonly string[])[];
  readonly metrics: readonly MetricValue[];
}

export interface MetricBlob {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly directives: readonly Directive[];
  /** What can be searched for, but is not a dimension. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Max number of directives whose JSON is kept. */
const MAX_KNOWN = 100;

/** JSON of directives by what tells them apart: most of a blob, and nearly always the same. */
const known = new Map<string, string>();

/** A blob as a line, without its end. */
export function formatBlob({ dimensions, directives, properties }: MetricBlob): string {
  const values: Record<string, unknown> = { ...properties, ...dimensions };
  let described = "";
  for (const directive of directives) {
    const { by, metrics } = directive;
    let key = by.join("|");
    for (const { name, value } of metrics) {
      key += `,${name}`;
      values[name] = value;
    }
    const json = known.get(key) ?? describe(key, directive);
    described += `${described === "" ? "" : ","}${json}`;
  }
  const aws = `{"Timestamp":${Date.now()},"CloudWatchMetrics":[${described}]}`;
  return `${safeLine(JSON.stringify(values)).slice(0, -1)},"_aws":${aws}}`;
}

function describe(key: string, { by, metrics }: Directive): string {
  if (known.size === MAX_KNOWN) known.clear();
  const Metrics = metrics.map(({ name, unit }) => ({ Name: name, Unit: unit }));
  const json = JSON.stringify({ Namespace: NAMESPACE, Dimensions: by, Metrics });
  known.set(key, json);
  return json;
}
