/**
 * What a message says of itself and of who sends it, for the log: searched for, never a dimension
 * of a metric. Whatever a caller chooses is cut.
 */
import { CLIENT_INFO_META_KEY, PROTOCOL_VERSION_META_KEY } from "@modelcontextprotocol/server";
import type { HttpRequest } from "./gateway-event";
import type { RawMessage } from "./protocol/raw-message";

/** The protocol's generations: 2026-07-28 with its envelope, and what came before it. */
export type Era = "2025" | "2026";

/** Of what callers choose, in the log. */
export const MAX_LENGTH = 100;

/** Undefined where a message does not say it. */
export interface MessageProperties {
  readonly method: string | undefined;
  /** Id of the JSON-RPC request. */
  readonly rpcId: string | undefined;
  readonly protocolVersion: string | undefined;
  readonly clientName: string | undefined;
  readonly clientVersion: string | undefined;
  readonly userAgent: string | undefined;
  /** https://www.w3.org/TR/trace-context/ */
  readonly traceId: string | undefined;
  readonly parentSpanId: string | undefined;
}

/** @param messages as they were sent; of a batch the first speaks. */
export type DescribeMessage = (
  headers: HttpRequest["headers"],
  messages: readonly RawMessage[],
) => MessageProperties;

export function createMessageReader(): DescribeMessage {
  const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
    typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

  /** Text, or a number as text; undefined for anything else. */
  const cut = (value: unknown): string | undefined => {
    if (typeof value === "number") return `${value}`;
    return typeof value === "string" && value !== "" ? value.slice(0, MAX_LENGTH) : undefined;
  };
  const traceparent = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/;

  return (headers, messages) => {
    const [first] = messages;
    const params = asRecord(first?.params);
    const meta = asRecord(params["_meta"]);
    const client = asRecord(meta[CLIENT_INFO_META_KEY] ?? params["clientInfo"]);
    const trace = headers["traceparent"] ?? cut(meta["traceparent"]);
    const [, traceId, parentSpanId] = (trace && traceparent.exec(trace)) || [];
    return {
      method: messages.length > 1 ? `batch of ${messages.length}` : cut(first?.method),
      rpcId: cut(first?.id),
      protocolVersion: cut(
        headers["mcp-protocol-version"] ??
          meta[PROTOCOL_VERSION_META_KEY] ??
          params["protocolVersion"],
      ),
      clientName: cut(client["name"]),
      clientVersion: cut(client["version"]),
      userAgent: cut(headers["user-agent"]),
      traceId,
      parentSpanId,
    };
  };
}
