import { expect } from "chai";
import { readEmbeddedMetrics } from "../../../local/cloudwatch/embedded-metrics";
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
    expect(readEmbeddedMetrics(line(), now)).to.deep.equal({
      datapoints: [
        { ...both, dimensions: { service: "a" } },
        { ...both, dimensions: { service: "a", tool: "t" } },
      ],
      problems: [],
    });
  });

  it("is undefined for other lines, also when they speak of the format", () => {
    const others = ["", "plain text", '{"level":"INFO"}', '{"message":{"_aws":1}}', '"_aws" {'];
    expect(others.filter((other) => readEmbeddedMetrics(other, now) !== undefined)).to.deep.equal(
      [],
    );
  });

  it("takes arrays of values, an empty set of dimensions and no unit", () => {
    const read = readEmbeddedMetrics(
      line({
        root: { Calls: [1, 2] },
        directive: { Dimensions: [[]], Metrics: [{ Name: "Calls" }] },
      }),
      now,
    );
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
    for (const allowed of [dimensions, metrics, values]) {
      expect(readEmbeddedMetrics(allowed, now)?.problems).to.deep.equal([]);
    }
  });

  const breaches: Readonly<Record<string, readonly [line: string, problem: RegExp]>> = {
    "_aws that is no object": ['{"_aws":1}', /_aws must be an object/],
    "no time stamp": [line({ time: "now" }), /Timestamp must be whole milliseconds/],
    "a time stamp in fractions": [line({ time: NOON + 0.5 }), /Timestamp must be whole/],
    "a time stamp of more than 14 days ago": [line({ time: NOON - 337 * HOUR }), /14 days/],
    "a time stamp more than 2 hours ahead": [line({ time: NOON + 3 * HOUR }), /2 hours/],
    "no directives": [`{"_aws":{"Timestamp":${NOON}}}`, /CloudWatchMetrics must be an array/],
    "an empty namespace": [line({ directive: { Namespace: "" } }), /Namespace/],
    "no set of dimensions": [line({ directive: { Dimensions: [] } }), /hold a set at least/],
    "a set that is no array": [line({ directive: { Dimensions: ["service"] } }), /hold arrays/],
    "31 dimensions in a set": [
      line({ root: withValue(31, "v"), directive: { Dimensions: [names(31)] } }),
      /31 dimensions; 30/,
    ],
    "101 metrics in a directive": [
      line({
        root: withValue(101, 1),
        directive: { Metrics: names(101).map((Name) => ({ Name })) },
      }),
      /101 metrics; 100/,
    ],
    "101 values": [line({ root: { Calls: Array.from({ length: 101 }, () => 1) } }), /101 values/],
    "text as a value": [line({ root: { Calls: "2" } }), /Calls must be a number/],
    "null among the values": [line({ root: { Calls: [1, null] } }), /Calls must be a number/],
    "a metric without a value": [line({ metric: { Name: "Other" } }), /Other has no value/],
    "a metric called as a member of objects": [
      line({ metric: { Name: "toString" } }),
      /toString has no value/,
    ],
    "a metric without a name": [line({ metric: { Name: "" } }), /name of a metric/],
    "a name of 1025 characters": [line({ metric: { Name: "n".repeat(1025) } }), /1024/],
    "an unknown unit": [line({ metric: { Unit: "ms" } }), /unit "ms"/],
    "an unknown resolution": [line({ metric: { StorageResolution: 10 } }), /1 or 60/],
    "a dimension without a value": [
      line({ directive: { Dimensions: [["region"]] } }),
      /region has no value/,
    ],
    "an empty dimension": [line({ root: { service: "" } }), /value of dimension service/],
    "a number as a dimension": [line({ root: { service: 1 } }), /value of dimension service/],
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
});
