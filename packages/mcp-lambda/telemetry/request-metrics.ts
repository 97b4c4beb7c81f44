/**
 * Metrics of one request, as lines in CloudWatch's embedded metric format.
 *
 * Dimension values are bounded by the registered tools: what callers choose (names of tools that do
 * not exist, clients, ids) goes into properties, which cost nothing.
 */
import { ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { HttpRequest, HttpResponse } from "../http/gateway-event";
import { type Ending, endingFields, isFailure, isRefusal } from "./call-outcome";
import { clip, listed } from "./cut";
import { type Directive, formatBlob, MAX_VALUES, type MetricValue } from "./embedded-metrics";
import { ERROR_METRICS, SERVICE_METRICS, TOOL_METRICS } from "./metrics";
import { MAX_ATTRIBUTE_LENGTH } from "./request-attributes";

export interface ToolCall extends Ending {
  /** A registered name, or UNKNOWN_TOOL. */
  readonly tool: string;
  /** The name that was asked for, where there is no such tool. */
  readonly requestedTool?: string;
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
  /** Of each line, and of the first. */
  readonly ids: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

/**
 * Lines of the log: one, and another for each further tool and outcome of a batch, since a blob has one
 * value of each dimension, and a query counts by outcome.
 */
export function metricLines(summary: RequestSummary): string[] {
  const { service, calls, ids } = summary;
  const properties = { ...ids, ...summary.properties };
  const ofRequest: Directive = { by: BY_SERVICE, metrics: requestMetrics(summary) };
  if (calls.length === 0) {
    return [formatBlob({ dimensions: { service }, directives: [ofRequest], properties })];
  }
  return groupsOf(calls).map((group, index) => {
    const { tool } = group;
    const requestedTool = requestedTools(group.calls);
    return formatBlob({
      dimensions: { service, tool },
      directives: [...(index === 0 ? [ofRequest] : []), ...toolDirectives(group.calls)],
      properties: {
        ...(index === 0 ? properties : ids),
        ...endingFields(group.calls),
        requestedTool,
      },
    });
  });
}

interface Group {
  readonly tool: string;
  readonly calls: readonly ToolCall[];
}

/** By tool and outcome, with as many values as a blob can hold; what was refused has none. */
function groupsOf(calls: readonly ToolCall[]): readonly Group[] {
  const [first] = calls;
  if (first !== undefined && calls.length === 1) return [{ tool: first.tool, calls }];
  const groups: { tool: string; calls: ToolCall[]; values: number }[] = [];
  const latest = new Map<string, (typeof groups)[number]>();
  for (const call of calls) {
    const values = isRefusal(call) ? 0 : 1;
    const key = `${call.tool} ${call.outcome}`;
    let group = latest.get(key);
    if (group === undefined || group.values + values > MAX_VALUES) {
      group = { tool: call.tool, calls: [], values: 0 };
      groups.push(group);
      latest.set(key, group);
    }
    group.calls.push(call);
    group.values += values;
  }
  return groups;
}

/** Of a batch the first few. */
const MAX_REQUESTED = 3;

function requestedTools(calls: readonly ToolCall[]): string | undefined {
  const names = calls.flatMap(({ requestedTool }) => requestedTool ?? []);
  if (names.length === 0) return undefined;
  return listed(
    names.map((name) => clip(name, MAX_ATTRIBUTE_LENGTH)),
    MAX_REQUESTED,
  ).join(", ");
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
    { ...responseBytes, value: response.bodyBytes ?? Buffer.byteLength(response.body) },
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

/**
 * Counts are summed. Errors are 0 or 1 for each call, so that their average is the rate; of several
 * calls the slowest comes first, where a query finds it.
 */
function toolDirectives(calls: readonly ToolCall[]): readonly Directive[] {
  const ran = calls
    .filter((call) => !isRefusal(call))
    .sort((a, b) => (b.milliseconds ?? 0) - (a.milliseconds ?? 0));
  const refusals = calls.length - ran.length;
  const counts: MetricValue[] = [];
  if (ran.length > 0) {
    const errors = ran.map((call) => (isFailure(call) ? 1 : 0));
    counts.push({ ...TOOL_METRICS.calls, value: ran.length });
    counts.push({ ...TOOL_METRICS.errors, value: oneOrMore(errors) });
  }
  if (refusals > 0) counts.push({ ...TOOL_METRICS.refusals, value: refusals });
  const durations = ran.flatMap(({ milliseconds }) =>
    milliseconds === undefined ? [] : roundToMicroseconds(milliseconds),
  );
  const directives: Directive[] = [{ by: BY_BOTH, metrics: counts }];
  if (durations.length > 0) {
    const duration = { ...TOOL_METRICS.duration, value: oneOrMore(durations) };
    directives.push({ by: BY_TOOL, metrics: [duration] });
  }
  return directives;
}

function oneOrMore(values: readonly number[]): number | readonly number[] {
  const [first] = values;
  return first !== undefined && values.length === 1 ? first : values;
}

export function roundToMicroseconds(milliseconds: number): number {
  return Math.round(milliseconds * 1000) / 1000;
}
