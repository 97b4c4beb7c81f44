/** Small declared programs, log lines and a clock, for tests of the local CloudWatch. */
import type { DeclaredProgram, DeclaredResource } from "../../program/declared";
import type { PlatformRecord } from "../../lambda/lambda";

/** The start of an hour, on every grid. */
export const NOON = Date.UTC(2026, 10, 22, 12);
export const MINUTE = 60_000;

export interface Clock {
  time: number;
  readonly now: () => number;
}

export function clockAt(time: number): Clock {
  const clock: Clock = { time, now: () => clock.time };
  return clock;
}

type Inputs = Readonly<Record<string, unknown>>;

function resource(type: string, inputs: Inputs): DeclaredResource {
  return { type, name: "logical", custom: true, inputs, outputs: inputs };
}

/** Function "fn" with alias "live", API "api" with stage "dev", and what else is given. */
export function program(...others: readonly DeclaredResource[]): DeclaredProgram {
  const resources = [
    resource("aws:lambda/function:Function", { name: "fn" }),
    resource("aws:lambda/alias:Alias", { name: "live", functionName: "fn" }),
    resource("aws:apigateway/restApi:RestApi", { name: "api" }),
    resource("aws:apigateway/stage:Stage", { stageName: "dev" }),
  ];
  return { resources: [...resources, ...others], outputs: {} };
}

export function alarm(inputs: Inputs): DeclaredResource {
  return resource("aws:cloudwatch/metricAlarm:MetricAlarm", {
    name: "alarm",
    namespace: "Test",
    metricName: "Errors",
    statistic: "Sum",
    period: 60,
    threshold: 1,
    comparisonOperator: "GreaterThanOrEqualToThreshold",
    evaluationPeriods: 1,
    ...inputs,
  });
}

export function dashboard(...widgets: readonly unknown[]): DeclaredResource {
  const dashboardBody = JSON.stringify({ widgets });
  return resource("aws:cloudwatch/dashboard:Dashboard", { dashboardName: "board", dashboardBody });
}

/** A metric widget of valid structure. */
export function graph(metrics: readonly unknown[], properties: Inputs = {}): Inputs {
  return {
    ...{ type: "metric", x: 0, y: 0, width: 8, height: 6 },
    properties: { title: "Graph", region: "eu-west-1", metrics, ...properties },
  };
}

export interface EmbeddedLine {
  readonly time: number;
  readonly dimensions?: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, number>>;
  readonly unit?: string;
}

/** A line in the embedded metric format, of namespace "Test", with one set of all dimensions. */
export function embedded({ time, dimensions = {}, metrics, unit = "Count" }: EmbeddedLine): string {
  const directive = {
    Namespace: "Test",
    Dimensions: [Object.keys(dimensions)],
    Metrics: Object.keys(metrics).map((Name) => ({ Name, Unit: unit })),
  };
  const _aws = { Timestamp: time, CloudWatchMetrics: [directive] };
  return JSON.stringify({ ...dimensions, ...metrics, _aws });
}

export function report(
  durationMs: number,
  status: "success" | "error" = "success",
): PlatformRecord {
  const metrics = { durationMs, billedDurationMs: Math.ceil(durationMs), memorySizeMB: 512 };
  return { type: "platform.report", record: { requestId: "id", status, metrics } };
}
