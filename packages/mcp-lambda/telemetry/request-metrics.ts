/**
 * Metrics of one request, as lines in CloudWatch's embedded metric format.
 *
 * Dimension values are bounded by the registered tools: what callers choose (names of tools that do
 * not exist, clients, ids) goes into properties, which cost nothing.
 */
import { ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { HttpRequest, HttpResponse } from "../http/gateway-event";
import { type Directive, formatBlob, type MetricValue } from "./embedded-metrics";
import { ERROR_METRICS, SERVICE_METRICS, TOOL_METRICS } from "./metrics";

export interface ToolCall {
  /** A registered name, or UNKNOWN_TOOL. */
  readonly tool: string;
  /** The name that was asked for, where there is no such tool. */
  readonly requestedTool?: string;
  readonly isError: boolean;
  /** Undefined when nothing ran. */
  readonly milliseconds?: number;
}

/** What a request was, when it is over. */
export interface RequestSummary {
  /** Value of the dimension `service`: the function's name. */
  readonly service: string;
  readonly request: HttpRequest;
  readonly response: HttpResponse;
  readonly isColdStart: boolean;
  readonly calls: readonly ToolCall[];
  /** Sums of tools' own counters. */
  readonly counted: Readonly<Record<string, number>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

/**
 * Lines of the log: one, and another for each further tool call of a batch, since a blob has one
 * value of each dimension.
 */
export function metricLines(summary: RequestSummary): string[] {
  const { service, calls, properties } = summary;
  const ofRequest: Directive = { by: BY_SERVICE, metrics: requestMetrics(summary) };
  const line = (call: ToolCall, directives: readonly Directive[]): string =>
    formatBlob({
      dimensions: { service, tool: call.tool },
      directives,
      properties:
        call.requestedTool === undefined
          ? properties
          : { ...properties, requestedTool: call.requestedTool },
    });
  const [first, ...others] = calls;
  if (first === undefined) {
    return [formatBlob({ dimensions: { service }, directives: [ofRequest], properties })];
  }
  return [
    line(first, [ofRequest, ...toolDirectives(first)]),
    ...others.map((call) => line(call, toolDirectives(call))),
  ];
}

const BY_SERVICE = [["service"]];
const BY_TOOL = [["service", "tool"]];
const BY_BOTH = [["service"], ["service", "tool"]];

type ErrorMetric = (typeof ERROR_METRICS)[keyof typeof ERROR_METRICS];

/** Other codes are refusals of the request: by the transport (-32000), or MCP's own. */
const ERROR_CLASSES: Readonly<Record<number, ErrorMetric>> = {
  [ProtocolErrorCode.ParseError]: ERROR_METRICS.parse,
  [ProtocolErrorCode.MethodNotFound]: ERROR_METRICS.method,
  [ProtocolErrorCode.InvalidParams]: ERROR_METRICS.params,
  [ProtocolErrorCode.InternalError]: ERROR_METRICS.internal,
  [ProtocolErrorCode.UnsupportedProtocolVersion]: ERROR_METRICS.version,
};

function requestMetrics({ request, response, ...rest }: RequestSummary): MetricValue[] {
  const { requests, coldStarts, requestBytes, responseBytes } = SERVICE_METRICS;
  const { isColdStart, counted } = rest;
  const metrics: MetricValue[] = [
    { ...requests, value: 1 },
    { ...requestBytes, value: request.bodyBytes },
    { ...responseBytes, value: Buffer.byteLength(response.body) },
  ];
  if (isColdStart) metrics.push({ ...coldStarts, value: 1 });
  const errors = (response.errorCodes ?? []).map(
    (code) => ERROR_CLASSES[code] ?? ERROR_METRICS.invalidRequest,
  );
  for (const metric of new Set(errors)) {
    metrics.push({ ...metric, value: errors.filter((other) => other === metric).length });
  }
  for (const name in counted) metrics.push({ name, unit: "Count", value: counted[name] ?? 0 });
  return metrics;
}

function toolDirectives({ isError, milliseconds }: ToolCall): readonly Directive[] {
  const counts: Directive = {
    by: BY_BOTH,
    metrics: [
      { ...TOOL_METRICS.calls, value: 1 },
      { ...TOOL_METRICS.errors, value: isError ? 1 : 0 },
    ],
  };
  if (milliseconds === undefined) return [counts];
  const duration = { ...TOOL_METRICS.duration, value: milliseconds };
  return [counts, { by: BY_TOOL, metrics: [duration] }];
}
