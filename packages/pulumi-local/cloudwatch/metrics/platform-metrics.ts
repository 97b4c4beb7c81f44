/** AWS/Lambda and AWS/ApiGateway metrics of one invocation and of one request, as datapoints. */
import type { DeclaredProgram } from "../../program/declared";
import type { InvocationFacts, PlatformRecord } from "../../lambda/platform-record";
import type { Datapoint } from "./metric";
import { aliasesOf } from "./vended-metrics";

type Measured = readonly (readonly [name: string, value: number, unit: string])[];
type DimensionSets = readonly Readonly<Record<string, string>>[];

/** A request that the declared API has answered. */
export interface ApiRequest {
  /** When it came, in milliseconds since 1970. */
  readonly at: number;
  readonly apiName: string;
  readonly stage: string;
  readonly method: string;
  /** Path of the route, as declared; undefined when there is none. */
  readonly resource: string | undefined;
  readonly status: number;
  readonly latencyMs: number;
  /** Time in the integration; undefined when none was asked. */
  readonly integrationLatencyMs: number | undefined;
}

interface Moment {
  readonly program: DeclaredProgram | undefined;
  readonly now: number;
}

/** Of the report that ends an invocation; nothing of other records. */
export function invocationMetrics(
  { type, record }: PlatformRecord,
  { functionName, concurrent }: InvocationFacts,
  { program, now }: Moment,
): readonly Datapoint[] {
  if (type !== "platform.report") return [];
  const { durationMs } = record.metrics;
  const measured: Measured = [
    ["Invocations", 1, "Count"],
    ["Errors", record.status === "success" ? 0 : 1, "Count"],
    ["Throttles", 0, "Count"],
    ["Duration", durationMs, "Milliseconds"],
    ["ConcurrentExecutions", concurrent, "Count"],
  ];
  const sets = functionSets(functionName, program);
  return datapoints("AWS/Lambda", now - durationMs, measured, sets);
}

/** Of an event that was throttled: it is not an invocation. */
export function throttleMetrics(
  functionName: string,
  { program, now }: Moment,
): readonly Datapoint[] {
  const sets = functionSets(functionName, program);
  return datapoints("AWS/Lambda", now, [["Throttles", 1, "Count"]], sets);
}

function functionSets(functionName: string, program: DeclaredProgram | undefined): DimensionSets {
  const aliases = program === undefined ? [] : aliasesOf(program, functionName);
  return [
    {},
    { FunctionName: functionName },
    ...aliases.map((Resource) => ({ FunctionName: functionName, Resource })),
  ];
}

/** Each request is 0 or 1 error, so that the average is the rate. */
export function requestMetrics(request: ApiRequest): readonly Datapoint[] {
  const { at, apiName, stage, method, resource, status } = request;
  const isIn = (from: number): number => (status >= from && status < from + 100 ? 1 : 0);
  const measured: Measured = [
    ["Count", 1, "Count"],
    ["4XXError", isIn(400), "Count"],
    ["5XXError", isIn(500), "Count"],
    ["Latency", request.latencyMs, "Milliseconds"],
  ];
  const integration: Measured =
    request.integrationLatencyMs === undefined
      ? []
      : [["IntegrationLatency", request.integrationLatencyMs, "Milliseconds"]];
  const sets: DimensionSets = [
    { ApiName: apiName },
    { ApiName: apiName, Stage: stage },
    ...(resource === undefined
      ? []
      : [{ ApiName: apiName, Stage: stage, Resource: resource, Method: method }]),
  ];
  return datapoints("AWS/ApiGateway", at, [...measured, ...integration], sets);
}

function datapoints(
  namespace: string,
  time: number,
  measured: Measured,
  sets: DimensionSets,
): readonly Datapoint[] {
  return sets.flatMap((dimensions) =>
    measured.map(([name, value, unit]) => ({
      ...{ namespace, name, dimensions, unit },
      ...{ time, values: [value] },
    })),
  );
}
