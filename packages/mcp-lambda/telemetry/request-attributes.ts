/**
 * Request attributes: what a message says of itself and of who sends it, for the log. They are
 * searched for, and never a dimension of a metric. Whatever a caller chooses is cut.
 */
import { CLIENT_INFO_META_KEY, PROTOCOL_VERSION_META_KEY } from "@modelcontextprotocol/server";
import type { HttpRequest } from "../http/gateway-event";
import type { RawMessage } from "../protocol/json-rpc";
import { clip } from "./cut";

/** The protocol's eras: 2026-07-28 with its envelope, and what came before it. */
export type Era = "2025" | "2026";

/** Of what callers choose, in the log. */
export const MAX_ATTRIBUTE_LENGTH = 100;

/** Undefined where a message does not say it. */
export interface RequestAttributes {
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

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/;

/** @param messages as they were sent; of a batch the first one counts. */
export function readAttributes(
  headers: HttpRequest["headers"],
  messages: readonly RawMessage[],
): RequestAttributes {
  const [first] = messages;
  const params = asRecord(first?.params);
  const meta = asRecord(params["_meta"]);
  const client = asRecord(meta[CLIENT_INFO_META_KEY] ?? params["clientInfo"]);
  const trace = headers["traceparent"] ?? attribute(meta["traceparent"]);
  const [, traceId, parentSpanId] = (trace && TRACEPARENT.exec(trace)) || [];
  return {
    method: messages.length > 1 ? `batch of ${messages.length}` : attribute(first?.method),
    rpcId: attribute(first?.id),
    protocolVersion: attribute(
      headers["mcp-protocol-version"] ??
        meta[PROTOCOL_VERSION_META_KEY] ??
        params["protocolVersion"],
    ),
    clientName: attribute(client["name"]),
    clientVersion: attribute(client["version"]),
    userAgent: attribute(headers["user-agent"]),
    traceId,
    parentSpanId,
  };
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

/** Text, or a number as text; undefined for anything else. */
function attribute(value: unknown): string | undefined {
  if (typeof value === "number") return `${value}`;
  if (typeof value !== "string" || value === "") return undefined;
  return clip(value, MAX_ATTRIBUTE_LENGTH);
}
