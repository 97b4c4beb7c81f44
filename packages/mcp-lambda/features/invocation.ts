/**
 * Invocation of a tool, a resource or a prompt: what its code throws or never finishes is logged, and
 * the caller learns no more than where to look.
 */
import { ProtocolError, ProtocolErrorCode, type ServerContext } from "@modelcontextprotocol/server";
import type { CallContext } from "../definitions/call-context";
import { silentProgress } from "../definitions/progress";
import { NO_TASK } from "../definitions/task";
import { type Caller, callerFor } from "../http/caller";
import type { RequestContext } from "../protocol/request-context";
import { codeOfThrown, type Ending } from "../telemetry/call-outcome";
import { describeError, type Logger } from "../telemetry/logger";
import { cutText } from "./issues";
import type { RequestStates } from "./request-state";
import { MAX_ATTRIBUTE_LENGTH } from "../telemetry/request-attributes";
import type { RequestSpan } from "../telemetry/request-telemetry";

/** What is invoked. */
export interface Subject {
  readonly kind: "tool" | "resource" | "prompt";
  readonly name: string;
}

export interface Invocation extends Subject {
  readonly caller: Caller;
  /** Time left in milliseconds. */
  readonly deadlineMs: number;
  readonly span: RequestSpan;
  readonly log: Logger;
  readonly states: RequestStates | undefined;
  readonly refusals: RequestContext["refusals"];
  readonly outlet?: RequestContext["outlet"];
  /** The SDK's context of the JSON-RPC request. */
  readonly mcp: ServerContext;
}

export function createInvocation(
  { messages, caller: whole, deadlineMs, span, states, refusals, outlet }: RequestContext,
  mcp: ServerContext,
  { kind, name }: Subject,
): Invocation {
  const log = span.logFor({ [kind]: cutText(name, MAX_ATTRIBUTE_LENGTH) });
  // What runs beside it, in a batch, has a copy of its own.
  const caller = messages.length > 1 ? callerFor(whole) : whole;
  return { kind, name, caller, deadlineMs, span, states, refusals, outlet, log, mcp };
}

/** What the invoked code gets beside its arguments. */
export function callContext({
  caller,
  log,
  span,
  deadlineMs,
  outlet,
  mcp,
}: Invocation): CallContext {
  const { signal } = mcp.mcpReq;
  return {
    caller,
    log,
    count: (counter, by = 1) => {
      span.count(counter, by);
    },
    deadline: new Date(Date.now() + deadlineMs),
    signal,
    mcp,
    progress: outlet === undefined ? silentProgress(signal) : outlet.progressOf(mcp),
    confirm: cannotAsk,
    ask: cannotAsk,
    once: cannotAsk,
    task: NO_TASK,
  };
}

/** For what is not a tool that asks; of those, asks/run-asking.ts puts others in its place. */
function cannotAsk(): Promise<never> {
  return Promise.reject(
    new Error(
      "confirm, ask and once are for tools: write asks: true into the definition of this one, if it is one",
    ),
  );
}

/** Why there is no value. */
export type Fault = Ending & { readonly outcome: "late" | "threw" };

/** Waits for `work`; `onFailure` makes the outcome of what the caller may know when it fails or is late. */
export async function withDeadline<Value>(
  { kind, name, deadlineMs, span, log }: Invocation,
  work: () => Promise<Value>,
  onFailure: (text: string, fault: Fault) => Value,
): Promise<Value> {
  const what = `The ${kind} "${cutText(name)}"`;
  // Of a resource the name is a URI, which callers make.
  if (kind === "tool") span.begin(name);
  let timer: NodeJS.Timeout | undefined;
  type Outcome = { readonly value: Value } | { readonly failure: string; readonly fault: Fault };
  const outcome = await new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => {
      log.error(`${kind} missed its deadline`, { deadlineMs });
      const seconds = (deadlineMs / 1000).toFixed(1);
      const id = `request id ${span.requestId}`;
      const fault: Fault = { outcome: "late" };
      resolve({ failure: `${what} did not finish within ${seconds} s (${id}).`, fault });
    }, deadlineMs);
    work().then(
      (value) => {
        resolve({ value });
      },
      (error: unknown) => {
        log.error(`${kind} failed`, { error: describeError(error) });
        // Named to the caller, who can name it to whoever reads the log.
        const where = `The reason is in the server's log under request id ${span.requestId}.`;
        const fault: Fault = { outcome: "threw", code: codeOfThrown(error) };
        resolve({ failure: `${what} failed. ${where}`, fault });
      },
    );
  });
  clearTimeout(timer);
  return "value" in outcome ? outcome.value : onFailure(outcome.failure, outcome.fault);
}

/** For withDeadline: the response is a JSON-RPC error. */
export function throwInternalError(text: string): never {
  throw new ProtocolError(ProtocolErrorCode.InternalError, text);
}

/** Whether the client can be asked for input: 2026-07-28 clients, whose requests have an envelope. */
export function canBeAsked({ mcp }: Invocation): boolean {
  return mcp.mcpReq.envelope !== undefined;
}

/** What a client is told that cannot be. */
export function cannotBeAsked({ kind, name }: Invocation): string {
  return `The ${kind} "${cutText(name)}" has to ask something first, which takes a client of protocol version 2026-07-28.`;
}
