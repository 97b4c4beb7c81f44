/**
 * Collects what is known of an exchange while it is answered, and writes it at its end: metrics and
 * one line of the log.
 */
import { createCounters } from "./counters";
import type { HttpRequest, HttpResponse } from "./gateway-event";
import { createLoggers, type Logger } from "./logger";
import { createMessageReader, type Era, type MessageProperties } from "./message-properties";
import { createOutput } from "./output";
import type { RawMessage } from "./protocol/raw-message";
import { redacted } from "./redact";
import { createMetrics, type ToolCall } from "./telemetry";

export interface ExchangeRecord {
  readonly requestId: string;
  /** Makes a logger whose lines carry the request's ids and these fields. */
  readonly logFor: (fields: Readonly<Record<string, string>>) => Logger;
  /** The body has been read. */
  readonly received: (messages: readonly RawMessage[], era: Era) => void;
  /** A tool has answered. */
  readonly called: (call: ToolCall, payload?: Payload) => void;
  /** Adds to a counter of a tool's own; what is wrong with it is told in the log. */
  readonly count: (counter: string, by: number) => void;
  /** Writes metrics and line. */
  readonly end: (response: HttpResponse) => void;
}

/** What a tool was given and what it gave. */
export interface Payload {
  readonly input: unknown;
  readonly result: unknown;
}

export interface RecorderOptions {
  /** Value of the dimension `service`: the function's name. */
  readonly service: string;
  /** Least level of log lines; metrics are written at any. */
  readonly logLevel: string | undefined;
  /** Whether arguments and results of tools go into the log; what looks like a secret never does. */
  readonly logPayloads: boolean;
}

export type BeginRecord = (request: HttpRequest, requestId: string) => ExchangeRecord;

/** Makes what records the exchanges of one execution environment. */
export function createRecorder({ service, logLevel, logPayloads }: RecorderOptions): BeginRecord {
  const admits = createCounters();
  const output = createOutput();
  const createLogger = createLoggers(logLevel, output);
  const describeMessage = createMessageReader();
  const metricLines = createMetrics(service);
  let isColdStart = true;

  return (request, requestId) => {
    const started = performance.now();
    const calls: ToolCall[] = [];
    const counted: Record<string, number> = {};
    let message: MessageProperties | undefined;
    let era: Era | undefined;
    const logFor: ExchangeRecord["logFor"] = (fields) => {
      const { rpcId, traceId } = message ?? {};
      return createLogger({ requestId, rpcId, traceId, ...fields });
    };
    return {
      requestId,
      logFor,
      received: (messages, itsEra) => {
        message = describeMessage(request.headers, messages);
        era = itsEra;
      },
      called: (call, payload) => {
        calls.push(call);
        if (!logPayloads || payload === undefined) return;
        const { input, result } = payload;
        const fields = { arguments: redacted(input), result: redacted(result) };
        logFor({ tool: call.tool }).info("tool called", fields);
      },
      count: (counter, by) => {
        if (admits(counter, by, logFor({}))) counted[counter] = (counted[counter] ?? 0) + by;
      },
      end: (response) => {
        const { status, errorCodes = [] } = response;
        const durationMs = Math.round((performance.now() - started) * 1000) / 1000;
        // Of what is refused unread, the headers speak.
        message ??= describeMessage(request.headers, []);
        const properties = { requestId, era, ...message, status, durationMs };
        const facts = { request, response, isColdStart, calls, counted, properties };
        isColdStart = false;
        const isWrong =
          status >= 400 || errorCodes.length > 0 || calls.some((call) => call.isError);
        output.together(() => {
          output.write(`${metricLines(facts).join("\n")}\n`);
          logFor({})[isWrong ? "warn" : "info"]("answered", {
            method: message?.method,
            tool: calls.map(({ tool }) => tool).join(", ") || undefined,
            status,
            errorCodes: errorCodes.length > 0 ? errorCodes : undefined,
            durationMs,
          });
        });
      },
    };
  };
}
