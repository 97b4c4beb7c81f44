/**
 * Request telemetry: a span collects what is known of a request while it is served, and writes it at
 * its end, as metrics and one line of the log.
 */
import type { HttpRequest, HttpResponse } from "../http/gateway-event";
import type { RawMessage } from "../protocol/json-rpc";
import { endingFields, isWrong } from "./call-outcome";
import { callerFields } from "./caller-fields";
import { createCounters } from "./counters";
import { clip, listed } from "./cut";
import { runForRequest } from "./left-behind";
import { createLoggers, createOwnLines, type Logger } from "./logger";
import { redacted } from "./redact";
import {
  type Era,
  MAX_ATTRIBUTE_LENGTH,
  readAttributes,
  type RequestAttributes,
} from "./request-attributes";
import { metricLines, roundToMicroseconds, type ToolCall } from "./request-metrics";
import { stdout } from "./stdout";

export interface RequestSpan {
  readonly requestId: string;
  /** Runs what serves the request: what it leaves behind is logged with the request's id. */
  readonly run: <Result>(work: () => Result) => Result;
  /** Makes a logger whose lines carry the request's ids and these fields. */
  readonly logFor: (fields: Readonly<Record<string, string>>) => Logger;
  /** The body has been read. */
  readonly setMessage: (messages: readonly RawMessage[], era: Era) => void;
  /** A tool is called: should it block or crash, its name is in the log. */
  readonly begin: (tool: string) => void;
  /** A tool call is over. */
  readonly addToolCall: (call: ToolCall, payload?: Payload) => void;
  /** Adds to a counter of a tool's own; what is wrong with it is logged. */
  readonly count: (counter: string, by: number) => void;
  /** Writes metrics and line. */
  readonly end: (response: HttpResponse) => void;
}

/** What a tool was given and what it gave. */
export interface Payload {
  readonly input: unknown;
  readonly result: unknown;
}

export interface TelemetryOptions {
  /** Value of the dimension `service`: the function's name. */
  readonly service: string;
  /** Minimum level of log lines; metrics are written at any. */
  readonly logLevel: string | undefined;
  /** Whether arguments and results of tools go into the log; what looks like a secret never does. */
  readonly logPayloads: boolean;
  /** Whether lines name the subject of a token: who that is, is personal data. */
  readonly logCallers?: boolean;
  /** Whether the environment was made ahead: no caller waited for its cold start. */
  readonly isKeptReady?: boolean;
}

/** Tools and error codes of a batch, in its line. */
const MAX_LISTED = 5;

export interface RequestTelemetry {
  /** For what belongs to no request. */
  readonly log: Logger;
  readonly startSpan: (request: HttpRequest, requestId: string) => RequestSpan;
}

/** Telemetry of one execution environment: its first span is a cold start's, if a caller waited for it. */
export function createRequestTelemetry(options: TelemetryOptions): RequestTelemetry {
  const { service, logLevel, logPayloads, logCallers = false, isKeptReady = false } = options;
  const addToCounter = createCounters();
  const createLogger = createLoggers(logLevel);
  const writeLine = createOwnLines(logLevel);
  let isColdStart = !isKeptReady;

  const startSpan: RequestTelemetry["startSpan"] = (request, requestId) => {
    const started = performance.now();
    const { gatewayRequestId } = request;
    const calls: ToolCall[] = [];
    const counted: Record<string, number> = {};
    let attributes: RequestAttributes | undefined;
    let era: Era | undefined;
    const ids = (): Readonly<Record<string, string | undefined>> => {
      const { rpcId, traceId } = attributes ?? {};
      return { requestId, gatewayRequestId, rpcId, traceId };
    };
    const logFor: RequestSpan["logFor"] = (fields) => createLogger({ ...ids(), ...fields });
    return {
      requestId,
      run: (work) => runForRequest({ requestId, gatewayRequestId }, work),
      logFor,
      setMessage: (messages, itsEra) => {
        attributes = readAttributes(request.headers, messages);
        era = itsEra;
      },
      begin: (tool) => {
        writeLine("info", "call", { requestId, gatewayRequestId, tool });
      },
      addToolCall: (call, payload) => {
        calls.push(call);
        if (!logPayloads || payload === undefined) return;
        const { input, result } = payload;
        const fields = { arguments: redacted(input), result: redacted(result) };
        writeLine("info", "tool called", { ...ids(), tool: call.tool, ...fields });
      },
      count: (counter, by) => {
        addToCounter(counted, { counter, by }, logFor({}));
      },
      end: (response) => {
        const { status, errorCodes = [] } = response;
        const durationMs = roundToMicroseconds(performance.now() - started);
        // What is refused unread has the attributes of its headers.
        attributes ??= readAttributes(request.headers, []);
        const { method } = attributes;
        const who = callerFields(request.caller, logCallers);
        const summary = {
          ...{ service, request, response, isColdStart, calls, counted },
          ids: { requestId, gatewayRequestId },
          properties: { era, ...who, ...attributes, status, durationMs },
        };
        isColdStart = false;
        const hasFailed = status >= 400 || errorCodes.length > 0 || calls.some(isWrong);
        stdout.batch(() => {
          stdout.write(`${metricLines(summary).join("\n")}\n`);
          writeLine(hasFailed ? "warn" : "info", "answered", {
            ...ids(),
            method,
            // Of a call that went well the metrics say it.
            ...(hasFailed && who),
            tool:
              listed(
                calls.map(({ tool, requestedTool = tool }) =>
                  clip(requestedTool, MAX_ATTRIBUTE_LENGTH),
                ),
                MAX_LISTED,
              ).join(", ") || undefined,
            ...endingFields(calls),
            status,
            errorCodes: errorCodes.length > 0 ? listed(errorCodes, MAX_LISTED) : undefined,
            durationMs,
          });
        });
      },
    };
  };
  return { log: createLogger({}), startSpan };
}
