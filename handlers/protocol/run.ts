/**
 * How code of a tool, a resource or a prompt is run: what it throws or never finishes is logged, and
 * the caller is told no more than where to look.
 */
import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { ExchangeRecord } from "../exchange-record";
import { describeError, type Logger } from "../logger";

export interface Run {
  readonly kind: "tool" | "resource" | "prompt";
  readonly name: string;
  /** Time left in milliseconds. */
  readonly deadlineMs: number;
  readonly record: ExchangeRecord;
  readonly log: Logger;
}

/** Runs it; `onFailure` makes the answer of what the caller may know when it fails or is late. */
export async function runWithin<Value>(
  { kind, name, deadlineMs, record, log }: Run,
  work: () => Promise<Value>,
  onFailure: (text: string) => Value,
): Promise<Value> {
  const what = `The ${kind} "${name}"`;
  let timer: NodeJS.Timeout | undefined;
  type Outcome = { readonly value: Value } | { readonly failure: string };
  const late = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => {
      log.error(`${kind} missed its deadline`, { deadlineMs });
      const seconds = (deadlineMs / 1000).toFixed(1);
      resolve({ failure: `${what} did not finish within ${seconds} s.` });
    }, deadlineMs);
  });
  const done = work().then(
    (value): Outcome => ({ value }),
    (error: unknown): Outcome => {
      log.error(`${kind} failed`, { error: describeError(error) });
      // Named to the caller, who can name it to whoever reads the log.
      const where = `The reason is in the server's log under request id ${record.requestId}.`;
      return { failure: `${what} failed. ${where}` };
    },
  );
  const outcome = await Promise.race([done, late]);
  clearTimeout(timer);
  return "value" in outcome ? outcome.value : onFailure(outcome.failure);
}

/** For runWithin: the request is answered with a JSON-RPC error. */
export function internalError(text: string): never {
  throw new ProtocolError(ProtocolErrorCode.InternalError, text);
}
