/**
 * CloudWatch's embedded metric format: metrics as a line of the log, without a call of any API.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */

export interface MetricValue {
  readonly name: string;
  readonly unit: "Count" | "Milliseconds" | "Bytes";
  readonly value: number;
}

export interface Directive {
  /** Sets of dimensions: the metrics are kept once for each. */
  readonly by: readonly (readonly string[])[];
  readonly metrics: readonly MetricValue[];
}

export interface MetricBlob {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly directives: readonly Directive[];
  /** What can be searched for, but is no dimension. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Sets of metrics whose description is kept. */
const MAX_KNOWN = 100;

/** Makes what writes a blob as a line, without its end. */
export function createMetricFormat(namespace: string): (blob: MetricBlob) => string {
  const { stringify } = JSON;
  // What a blob says of its metrics is most of it, and nearly always the same.
  let known: Record<string, string> = {};
  const describe = (key: string, { by, metrics }: Directive): string => {
    if (Object.keys(known).length === MAX_KNOWN) known = {};
    const Metrics = metrics.map(({ name, unit }) => ({ Name: name, Unit: unit }));
    return (known[key] = stringify({ Namespace: namespace, Dimensions: by, Metrics }));
  };
  return ({ dimensions, directives, properties }) => {
    const values: Record<string, unknown> = { ...properties, ...dimensions };
    let described = "";
    for (const directive of directives) {
      const { by, metrics } = directive;
      let key = by.join("|");
      for (const { name, value } of metrics) {
        key += `,${name}`;
        values[name] = value;
      }
      described += `${described === "" ? "" : ","}${known[key] ?? describe(key, directive)}`;
    }
    const aws = `{"Timestamp":${Date.now()},"CloudWatchMetrics":[${described}]}`;
    return `${stringify(values).slice(0, -1)},"_aws":${aws}}`;
  };
}
