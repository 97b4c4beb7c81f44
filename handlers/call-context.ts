/** What a tool, a resource and a prompt get beside their arguments. */
import type { ServerContext } from "@modelcontextprotocol/server";
import type { Logger } from "./telemetry";

export interface CallContext {
  /** Writes to the function's log; the lines carry the request id and who writes. */
  readonly log: Logger;
  /** Aborted when the call's deadline passes; hand it to fetch and the like. */
  readonly signal: AbortSignal;
  /** The SDK's own context: the request's id and metadata, progress and other notifications. */
  readonly mcp: ServerContext;
}

/** Suggests values of arguments, by their names, for what has been typed so far. */
export type Completers = Readonly<
  Record<string, (typed: string) => readonly string[] | Promise<readonly string[]>>
>;
