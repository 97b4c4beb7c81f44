import { expect } from "chai";
import { readEmbeddedMetrics } from "../../cloudwatch/metrics/embedded-metrics";
import { NOON } from "./declared-cloudwatch";

const HOUR = 3_600_000;
const now = (): number => NOON;

interface Parts {
  readonly root?: Readonly<Record<string, unknown>>;
  readonly directive?: Readonly<Record<string, unknown>>;
  readonly metric?: Readonly<Record<string, unknown>>;
  readonly time?: unknown;
}

/** A valid line, with what is given in place of its parts. */
function line({ root, directive, metric, time = NOON }: Parts = {}): string {
  const valid = {
    Namespace: "Test",
    Dimensions: [["service"], ["service", "tool"]],
    Metrics: [{ Name: "Calls", Unit: "Count", ...metric }],
  };
  const _aws = { Timestamp: time, CloudWatchMetrics: [{ ...valid, ...directive }] };
  return JSON.stringify({ service: "a", tool: "t", Calls: 2, ...root, _aws });
}

function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `n${index}`);
}

function withValue(count: number, value: unknown): Record<string, unknown> {
  return Object.fromEntries(names(count).map((name) => [name, value]));
}

describe("readEmbeddedMetrics", () => {
  it("makes one datapoint of each metric and set of dimensions", () => {
    const both = { time: NOON, namespace: "Test", name: "Calls", unit: "Count", values: [2] };

    const read = readEmbeddedMetrics(line(), now);

    expect(read).to.deep.equal({
      datapoints: [
        { ...both, dimensions: { service: "a" } },
        { ...both, dimensions: { service: "a", tool: "t" } },
      ],
      problems: [],
    });
  });

  it("is undefined for other lines, also when they speak of the format", () => {
    const others = ["", "plain text", '{"level":"INFO"}', '{"message":{"_aws":1}}', '"_aws" {'];

    const taken = others.filter((other) => readEmbeddedMetrics(other, now) !== undefined);

    expect(taken).to.deep.equal([]);
  });

  it("takes arrays of values, an empty set of dimensions and no unit", () => {
    const allowed = line({
      root: { Calls: [1, 2] },
      directive: { Dimensions: [[]], Metrics: [{ Name: "Calls" }] },
    });

    const read = readEmbeddedMetrics(allowed, now);

    expect(read?.problems).to.deep.equal([]);
    expect(read?.datapoints[0]).to.include({ unit: "None" });
    expect(read?.datapoints[0]?.values).to.deep.equal([1, 2]);
    expect(read?.datapoints[0]?.dimensions).to.deep.equal({});
  });

  it("takes as many dimensions, metrics and values as are allowed", () => {
    const dimensions = line({ root: withValue(30, "v"), directive: { Dimensions: [names(30)] } });
    const metrics = line({
      root: withValue(100, 1),
      directive: { Metrics: names(100).map((Name) => ({ Name })) },
    });
    const values = line({ root: { Calls: Array.from({ length: 100 }, () => 1) } });

    const read = [dimensions, metrics, values].map((allowed) => readEmbeddedMetrics(allowed, now));

    expect(read.flatMap((one) => one?.problems ?? ["not read"])).to.deep.equal([]);
  });

  const breaches: Readonly<Record<string, readonly [line: string, problem: RegExp]>> = {
    "_aws that is not an object": ['{"_aws":1}', /_aws must be an object/],
    "no time stamp": [line({ time: "now" }), /Timestamp must be whole milliseconds/],
    "a time stamp in fractions": [line({ time: NOON + 0.5 }), /Timestamp must be whole/],
    "a time stamp of more than 14 days ago": [line({ time: NOON - 337 * HOUR }), /14 days/],
    "a time stamp more than 2 hours ahead": [line({ time: NOON + 3 * HOUR }), /2 hours/],
    "no directives": [`{"_aws":{"Timestamp":${NOON}}}`, /^_aws\.CloudWatchMetrics is required/],
    "directives that are not an array": [
      `{"_aws":{"Timestamp":${NOON},"CloudWatchMetrics":{}}}`,
      /^_aws\.CloudWatchMetrics must be an array, not \{\}$/,
    ],
    "a directive that is not an object": [
      `{"_aws":{"Timestamp":${NOON},"CloudWatchMetrics":[1]}}`,
      /^_aws\.CloudWatchMetrics\[0\] must be an object, not 1$/,
    ],
    "metrics that are not an array": [
      line({ directive: { Metrics: {} } }),
      /Metrics must be an array, not \{\}/,
    ],
    "a metric that is not an object": [
      line({ directive: { Metrics: [1] } }),
      /Metrics\[0\] must be an object, not 1/,
    ],
    "a number as the name of a dimension": [
      line({ directive: { Dimensions: [[5]] } }),
      /^_aws\.CloudWatchMetrics\[0\]\.Dimensions\[0\]\[0\] must be text of 1 to 1024 characters, not 5$/,
    ],
    "an empty namespace": [line({ directive: { Namespace: "" } }), /Namespace/],
    "no set of dimensions": [
      line({ directive: { Dimensions: [] } }),
      /Dimensions must hold \[\] at least/,
    ],
    "a set that is not an array": [
      line({ directive: { Dimensions: ["service"] } }),
      /Dimensions\[0\] must be an array of names, not "service"/,
    ],
    "31 dimensions in a set": [
      line({ root: withValue(31, "v"), directive: { Dimensions: [names(31)] } }),
      /Dimensions\[0\] has 31 dimensions; leave 30/,
    ],
    "101 metrics in a directive": [
      line({
        root: withValue(101, 1),
        directive: { Metrics: names(101).map((Name) => ({ Name })) },
      }),
      /Metrics has 101 metrics; leave 100/,
    ],
    "101 values": [
      line({ root: { Calls: Array.from({ length: 101 }, () => 1) } }),
      /metric Calls has 101 values; leave 100/,
    ],
    "text as a value": [line({ root: { Calls: "2" } }), /Calls must be a number/],
    "null among the values": [line({ root: { Calls: [1, null] } }), /Calls must be a number/],
    "a metric without a value": [line({ metric: { Name: "Other" } }), /Other has no value/],
    "a metric called as a member of objects": [
      line({ metric: { Name: "toString" } }),
      /toString has no value/,
    ],
    "a metric without a name": [
      line({ metric: { Name: "" } }),
      /Metrics\[0\]\.Name must be text of 1 to 1024 characters, not ""/,
    ],
    "a name of 1025 characters": [line({ metric: { Name: "n".repeat(1025) } }), /1024/],
    "an unknown unit": [
      line({ metric: { Unit: "ms" } }),
      /metric Calls: Unit must be a unit .* not "ms"/,
    ],
    "an unknown resolution": [
      line({ metric: { StorageResolution: 10 } }),
      /metric Calls: StorageResolution must be one of 1, 60, not 10/,
    ],
    "a dimension without a value": [
      line({ directive: { Dimensions: [["region"]] } }),
      /region has no value/,
    ],
    "an empty dimension": [line({ root: { service: "" } }), /dimension service must be text/],
    "a number as a dimension": [
      line({ root: { service: 1 } }),
      /dimension service must be text .* not 1/,
    ],
    "a dimension of 1025 characters": [line({ root: { service: "s".repeat(1025) } }), /1024/],
    "a line of more than 256 KB": [line({ root: { note: "n".repeat(262_144) } }), /256 KB/],
  };
  for (const [what, [broken, problem]] of Object.entries(breaches)) {
    it(`makes no datapoints of a line with ${what}`, () => {
      const read = readEmbeddedMetrics(broken, now);

      expect(read?.datapoints).to.deep.equal([]);
      expect(read?.problems.join("\n")).to.match(problem);
    });
  }

  it("reports each breach of a line, not the first alone", () => {
    const broken = line({
      time: NOON - 337 * HOUR,
      root: { service: 1 },
      directive: { Metrics: [{ Name: "Other" }, { Name: "Calls", Unit: "ms" }, {}] },
    });

    const read = readEmbeddedMetrics(broken, now);

    expect(read?.problems).to.deep.equal([
      "_aws.Timestamp is older than 14 days",
      "dimension service must be text of 1 to 1024 characters, not 1",
      "metric Other has no value in the line",
      'metric Calls: Unit must be a unit that CloudWatch knows, not "ms"',
      "_aws.CloudWatchMetrics[0].Metrics[2].Name is required: add it",
    ]);
  });
});
