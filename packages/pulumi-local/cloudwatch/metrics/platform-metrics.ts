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

/** Of the report that ends an invocation; nothing of other records. */
export function invocationMetrics(
  { type, record }: PlatformRecord,
  { functionName, concurrent }: InvocationFacts,
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
