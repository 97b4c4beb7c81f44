/** Call context: what a tool, a resource and a prompt get beside their arguments. */
import type { ServerContext } from "@modelcontextprotocol/server";
import type * as z from "zod";
import type { Caller } from "../http/caller";
import type { Logger } from "../telemetry/logger";
import type { Progress } from "./progress";
import type { Task } from "./task";

/** Ways to ask the caller; each fails in what is not a tool that says `asks: true`. */
export interface Asking {
  /**
   * Whether the caller agrees: `if (!(await confirm("Delete 3 orders?"))) return failure("Not deleted.")`.
   * A 2026-07-28 client is asked, and `run` is called anew with the answer, once for each round: what
   * comes before a question happens again, unless it is under `once`. A call of a 2025 client fails with
   * the question, until it says `"confirm": true`, which answers the first question of `run`.
   */
  readonly confirm: (question: string) => Promise<boolean>;
  /**
   * What the caller fills in; undefined when it declines or cancels. Takes a 2026-07-28 client.
   *
   * @param schema texts, numbers, booleans and enums, nothing nested
   */
  readonly ask: <Schema extends z.ZodObject>(
    schema: Schema,
    message: string,
  ) => Promise<z.output<Schema> | undefined>;
  /**
   * Does what must happen once in a call, however often `run` is called, and returns what came of it, as
   * JSON keeps it. An error that `work` throws is kept as well, and thrown again: it is not tried again.
   * What has begun and has no end (a crash) ends the call with a failure.
   *
   * @param name unique in the tool; at most 100 characters
   * @param work gives at most 350 kB of JSON
   */
  readonly once: <Value>(name: string, work: () => Value | Promise<Value>) => Promise<Value>;
}

export interface CallContext extends Asking {
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
  /** Aborted when the call's deadline passes, or it waits for an answer; hand it to fetch and the like. */
  readonly signal: AbortSignal;
  /** Tells the caller how far the call is, while it runs; dropped where nobody hears of it. */
  readonly progress: Progress;
  /** Of tools with `background`: tells how far they are, asks, and hears of a cancel. */
  readonly task: Task;
  /** The SDK's own context: the request's id and metadata, log messages and other notifications. */
  readonly mcp: ServerContext;
}

/** Suggests values of arguments, by their names, for what has been typed so far. */
export type Completers = Readonly<
  Record<string, (typed: string) => readonly string[] | Promise<readonly string[]>>
>;
