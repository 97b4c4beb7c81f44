/** What Lambda and API Gateway measure of an invocation and of a request, as datapoints. */
import type { DeclaredProgram } from "../declared";
import type { PlatformRecord } from "../lambda";
import type { ApiRequest } from "./cloudwatch";
import type { Datapoint } from "./metric";
import { aliasesOf } from "./vended-metrics";

type Measured = readonly (readonly [name: string, value: number, unit: string])[];
type DimensionSets = readonly Readonly<Record<string, string>>[];

export interface Invocation {
  readonly functionName: string;
  readonly concurrent: number;
}

/** Of the report that ends an invocation; nothing of other records. */
export function invocationMetrics(
  { type, record }: PlatformRecord,
  { functionName, concurrent }: Invocation,
  { program, now }: { readonly program: DeclaredProgram | undefined; readonly now: number },
): readonly Datapoint[] {
  if (type !== "platform.report") return [];
  const { durationMs } = record.metrics;
  const measured: Measured = [
    ["Invocations", 1, "Count"],
    ["Errors", record.status === "success" ? 0 : 1, "Count"],
    // Events wait here; AWS would throttle them at the account's limit.
    ["Throttles", 0, "Count"],
    ["Duration", durationMs, "Milliseconds"],
    ["ConcurrentExecutions", concurrent, "Count"],
  ];
  const aliases = program === undefined ? [] : aliasesOf(program, functionName);
  const sets: DimensionSets = [
    {},
    { FunctionName: functionName },
    ...aliases.map((Resource) => ({ FunctionName: functionName, Resource })),
  ];
  return datapoints("AWS/Lambda", now - durationMs, measured, sets);
}

/** Each request counts as 0 or 1 error, so that the average is the rate. */
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
