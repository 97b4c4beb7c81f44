/**
 * How code of a tool, a resource or a prompt is run: what it throws or never finishes is logged, and
 * the caller is told no more than where to look.
 */
import { ProtocolError, ProtocolErrorCode, type ServerContext } from "@modelcontextprotocol/server";
import type { CallContext } from "../call-context";
import type { Exchange } from "./exchange";
import type { ExchangeRecord } from "../exchange-record";
import { describeError, type Logger } from "../logger";
import { MAX_LENGTH } from "../message-properties";

export interface Run {
  readonly kind: "tool" | "resource" | "prompt";
  readonly name: string;
  /** Time left in milliseconds. */
  readonly deadlineMs: number;
  readonly record: ExchangeRecord;
  readonly log: Logger;
}

export interface Runner {
  /** What runs as a part of an exchange: a tool, a resource or a prompt, by its name. */
  readonly runOf: (exchange: Exchange, kind: Run["kind"], name: string) => Run;
  /** The context that it gets. */
  readonly callContext: (run: Run, mcp: ServerContext) => CallContext;
  /** Runs it; `onFailure` makes the answer of what the caller may know when it fails or is late. */
  readonly runWithin: <Value>(
    run: Run,
    work: () => Promise<Value>,
    onFailure: (text: string) => Value,
  ) => Promise<Value>;
}

export function createRunner(): Runner {
  const runWithin: Runner["runWithin"] = async <Value>(
    { kind, name, deadlineMs, record, log }: Run,
    work: () => Promise<Value>,
    onFailure: (text: string) => Value,
  ) => {
    const what = `The ${kind} "${name}"`;
    let timer: NodeJS.Timeout | undefined;
    type Outcome = { readonly value: Value } | { readonly failure: string };
    const outcome = await new Promise<Outcome>((resolve) => {
      timer = setTimeout(() => {
        log.error(`${kind} missed its deadline`, { deadlineMs });
        const seconds = (deadlineMs / 1000).toFixed(1);
        const id = `request id ${record.requestId}`;
        resolve({ failure: `${what} did not finish within ${seconds} s (${id}).` });
      }, deadlineMs);
      work().then(
        (value) => {
          resolve({ value });
        },
        (error: unknown) => {
          log.error(`${kind} failed`, { error: describeError(error) });
          // Named to the caller, who can name it to whoever reads the log.
          const where = `The reason is in the server's log under request id ${record.requestId}.`;
          resolve({ failure: `${what} failed. ${where}` });
        },
      );
    });
    clearTimeout(timer);
    return "value" in outcome ? outcome.value : onFailure(outcome.failure);
  };

  return {
    runOf: ({ deadlineMs, record }, kind, name) => ({
      kind,
      name,
      deadlineMs,
      record,
      log: record.logFor({ [kind]: name.slice(0, MAX_LENGTH) }),
    }),
    callContext: ({ log, record, deadlineMs }, mcp) => ({
      log,
      count: (counter, by = 1) => {
        record.count(counter, by);
      },
      deadline: new Date(Date.now() + deadlineMs),
      signal: mcp.mcpReq.signal,
      mcp,
    }),
    runWithin,
  };
}

/** For runWithin: the request is answered with a JSON-RPC error. */
export function internalError(text: string): never {
  throw new ProtocolError(ProtocolErrorCode.InternalError, text);
}
