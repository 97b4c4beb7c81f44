/**
 * What is measured of an exchange, and how it becomes metrics. The names are a contract:
 * infra/monitoring.ts draws and watches them, docs/operations.md lists them.
 *
 * Dimension values are bounded by the registered tools: what callers choose (names of tools that do
 * not exist, clients, ids) goes into properties, which cost nothing.
 *
 * What runs with each request is made inside createMetrics: a serialized function of a module is
 * made anew at each call, which would double the cost.
 */
import { createMetricFormat, type Directive, type MetricValue } from "./embedded-metrics";
import type { HttpRequest, HttpResponse } from "./gateway-event";

export const NAMESPACE = "McpServer";

/** By service, that is by function. */
export const SERVICE_METRICS = {
  requests: { name: "Requests", unit: "Count" },
  coldStarts: { name: "ColdStarts", unit: "Count" },
  requestBytes: { name: "RequestBytes", unit: "Bytes" },
  responseBytes: { name: "ResponseBytes", unit: "Bytes" },
} as const;

/** JSON-RPC errors by their class, by service; absent where there are none, and then free. */
export const ERROR_METRICS = {
  parse: { name: "ParseErrors", unit: "Count" },
  invalidRequest: { name: "InvalidRequestErrors", unit: "Count" },
  method: { name: "MethodErrors", unit: "Count" },
  params: { name: "ParamsErrors", unit: "Count" },
  version: { name: "VersionErrors", unit: "Count" },
  internal: { name: "InternalErrors", unit: "Count" },
} as const;

/** By service and tool; calls and errors by service too, since an alarm cannot search for tools. */
export const TOOL_METRICS = {
  calls: { name: "ToolCalls", unit: "Count" },
  errors: { name: "ToolErrors", unit: "Count" },
  duration: { name: "ToolDuration", unit: "Milliseconds" },
} as const;

/** Stands for all tools that do not exist. */
export const UNKNOWN_TOOL = "unknown";

export interface ToolCall {
  /** A registered name, or UNKNOWN_TOOL. */
  readonly tool: string;
  /** The name that was asked for, where there is no such tool. */
  readonly requestedTool?: string;
  readonly isError: boolean;
  /** Undefined when nothing ran. */
  readonly milliseconds?: number;
}

/** What an exchange was, when it is over. */
export interface ExchangeFacts {
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  readonly isColdStart: boolean;
  readonly calls: readonly ToolCall[];
  /** Sums of tools' own counters. */
  readonly counted: Readonly<Record<string, number>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

/**
 * Makes what turns an exchange into lines of the log: one, and another for each further tool call of
 * a batch, since a blob has one value of each dimension.
 *
 * @param service value of the dimension `service`: the function's name.
 */
export function createMetrics(service: string): (facts: ExchangeFacts) => string[] {
  const format = createMetricFormat(NAMESPACE);
  const { requests, coldStarts, requestBytes, responseBytes } = SERVICE_METRICS;
  const errorClasses = errorClassesByCode();
  const otherErrors = ERROR_METRICS.invalidRequest;
  const [byService, byTool, byBoth] = [
    [["service"]],
    [["service", "tool"]],
    [["service"], ["service", "tool"]],
  ];
  const { calls: toolCalls, errors: toolErrors, duration: toolDuration } = TOOL_METRICS;

  const exchangeMetrics = (facts: ExchangeFacts): MetricValue[] => {
    const { request, response, isColdStart, counted } = facts;
    const metrics: MetricValue[] = [
      { ...requests, value: 1 },
      { ...requestBytes, value: request.bodyBytes },
      { ...responseBytes, value: Buffer.byteLength(response.body) },
    ];
    if (isColdStart) metrics.push({ ...coldStarts, value: 1 });
    const errors = (response.errorCodes ?? []).map((code) => errorClasses[code] ?? otherErrors);
    for (const metric of new Set(errors)) {
      metrics.push({ ...metric, value: errors.filter((other) => other === metric).length });
    }
    for (const name in counted) metrics.push({ name, unit: "Count", value: counted[name] ?? 0 });
    return metrics;
  };
  const toolDirectives = ({ isError, milliseconds }: ToolCall): readonly Directive[] => {
    const counts = [
      { ...toolCalls, value: 1 },
      { ...toolErrors, value: isError ? 1 : 0 },
    ];
    const counted: Directive = { by: byBoth, metrics: counts };
    if (milliseconds === undefined) return [counted];
    return [counted, { by: byTool, metrics: [{ ...toolDuration, value: milliseconds }] }];
  };

  return (facts) => {
    const { calls, properties } = facts;
    const exchange: Directive = { by: byService, metrics: exchangeMetrics(facts) };
    const line = (call: ToolCall, directives: readonly Directive[]): string =>
      format({
        dimensions: { service, tool: call.tool },
        directives,
        properties:
          call.requestedTool === undefined
            ? properties
            : { ...properties, requestedTool: call.requestedTool },
      });
    const [first, ...others] = calls;
    if (first === undefined) {
      return [format({ dimensions: { service }, directives: [exchange], properties })];
    }
    return [
      line(first, [exchange, ...toolDirectives(first)]),
      ...others.map((call) => line(call, toolDirectives(call))),
    ];
  };
}

type ErrorMetric = (typeof ERROR_METRICS)[keyof typeof ERROR_METRICS];

/** https://www.jsonrpc.org/specification#error_object; other codes are MCP's, of the request. */
function errorClassesByCode(): Readonly<Record<number, ErrorMetric>> {
  const { parse, method, params, internal, version } = ERROR_METRICS;
  return {
    [-32700]: parse,
    [-32601]: method,
    [-32602]: params,
    [-32603]: internal,
    [-32022]: version,
  };
}
