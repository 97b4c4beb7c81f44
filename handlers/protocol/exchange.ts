/** One request and its answer: what the parts of its server need to know of it. */
import type { McpServer, ServerCapabilities, ServerContext } from "@modelcontextprotocol/server";
import type { CallContext } from "../call-context";
import type { Run } from "./run";
import type { Logger } from "../telemetry";

export interface Exchange {
  /** The parsed body: the tools that it names are registered, and no others. */
  readonly body: unknown;
  /** Time left for a tool in milliseconds. */
  readonly deadlineMs: number;
  /** Identifies the request in the log and in what a caller is told of a failure. */
  readonly requestId: string;
  /** Makes the logger of a call, whose lines carry the request id and these fields. */
  readonly logFor: (fields: Readonly<Record<string, string>>) => Logger;
}

/** What a server serves under methods of one kind. */
export interface ServerPart {
  /** What its methods begin with: "tools/". */
  readonly prefix: string;
  readonly capabilities: ServerCapabilities;
  /** Gives a server its handlers. */
  readonly serve: (server: McpServer, exchange: Exchange) => void;
}

/** What runs as a part of an exchange: a tool, a resource or a prompt, by its name. */
export function runOf(
  { deadlineMs, requestId, logFor }: Exchange,
  kind: Run["kind"],
  name: string,
): Run {
  return { kind, name, deadlineMs, requestId, log: logFor({ [kind]: name }) };
}

/** The context that it gets. */
export function callContext({ log }: Run, context: ServerContext): CallContext {
  return { log, signal: context.mcpReq.signal, mcp: context };
}

/** A message as it was sent: nothing of it has been checked. */
export type RawMessage =
  { method?: unknown; params?: { name?: unknown } | null } | null | undefined;

/** The messages of a body: one, or those of a batch. */
export function messagesIn(body: unknown): readonly RawMessage[] {
  return (Array.isArray(body) ? body : [body]) as readonly RawMessage[];
}
