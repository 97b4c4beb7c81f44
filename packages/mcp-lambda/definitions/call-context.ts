/** Call context: what a tool, a resource and a prompt get beside their arguments. */
import type { ServerContext } from "@modelcontextprotocol/server";
import type { Caller } from "../http/caller";
import type { Logger } from "../telemetry/logger";

export interface CallContext {
  /** Who calls, as API Gateway has found out; nothing in the request itself can change it. */
  readonly caller: Caller;
  /** Writes to the function's log; the lines carry the request id and who writes. */
  readonly log: Logger;
  /**
   * Adds to a counter of your own, by service, in the namespace McpServer: `count("OrdersPlaced")`.
   * Each name is a metric that costs some $0.30 a month: at most 20 in an environment, never made of
   * what callers send. What is counted after the response is lost.
   *
   * @param counter letters and digits, at most 64, the first a capital
   * @param by default 1
   */
  readonly count: (counter: string, by?: number) => void;
  /** When the caller gets a response without the result. */
  readonly deadline: Date;
  /** Aborted when the call's deadline passes; hand it to fetch and the like. */
  readonly signal: AbortSignal;
  /** The SDK's own context: the request's id and metadata, progress and other notifications. */
  readonly mcp: ServerContext;
}

/** Suggests values of arguments, by their names, for what has been typed so far. */
export type Completers = Readonly<
  Record<string, (typed: string) => readonly string[] | Promise<readonly string[]>>
>;
