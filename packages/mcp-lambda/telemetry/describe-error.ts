/**
 * Errors as the log has them: whatever was thrown, redacted, and some 10 kB at most with all that
 * caused it.
 */
import { inspect } from "node:util";
import { CUT_MARK_BYTES, cutToBytes } from "./cut";
import { redactText } from "./redact-text";

/** Of an error with its causes, as JSON. */
const MAX_BYTES = 10_000;
const MAX_MESSAGE = 1_500;
const MAX_STACK = 5_000;
const MAX_NAME = 100;
/** Around the texts of one error: names of fields and what says how much was cut. */
const OVERHEAD = 120;

/** Causes of causes, and errors of an AggregateError. */
const MAX_CAUSES = 5;

/** What is left of MAX_BYTES. */
interface Budget {
  bytes: number;
}

/**
 * What a log line says of something thrown, whatever it is; never sent to a caller.
 *
 * @param bytes at most so many, as JSON.
 */
export function describeError(
  error: unknown,
  bytes = MAX_BYTES,
): Readonly<Record<string, unknown>> {
  return describe(error, { bytes: Math.min(bytes, MAX_BYTES) }, 0);
}

function describe(
  error: unknown,
  budget: Budget,
  depth: number,
): Readonly<Record<string, unknown>> {
  budget.bytes -= OVERHEAD;
  try {
    if (error instanceof Error) return describeInstance(error, budget, depth);
  } catch {
    // A getter that throws.
  }
  return { message: take(textOfThrown(error), MAX_MESSAGE, budget) };
}

function describeInstance(
  error: Error,
  budget: Budget,
  depth: number,
): Readonly<Record<string, unknown>> {
  const { name, message, stack, cause } = error;
  const known = take(textOf(message), MAX_MESSAGE, budget);
  const described = {
    name: take(textOf(name), MAX_NAME, budget),
    message: known,
    ...(stack !== undefined && {
      stack: take(withMessage(textOf(stack), textOf(message), known), MAX_STACK, budget),
    }),
  };
  const isOver = depth >= MAX_CAUSES || budget.bytes <= OVERHEAD;
  const hasCause = cause !== undefined && !isOver;
  const errors: readonly unknown[] =
    error instanceof AggregateError && !isOver ? error.errors.slice(0, MAX_CAUSES) : [];
  const each = errors.flatMap((one) =>
    budget.bytes <= OVERHEAD ? [] : [describe(one, budget, depth + 1)],
  );
  return {
    ...described,
    ...(hasCause && { cause: describe(cause, budget, depth + 1) }),
    ...(each.length > 0 && { errors: each }),
  };
}

/** Redacted, and no longer than is left. */
function take(text: string, max: number, budget: Budget): string {
  const bytes = Math.max(Math.min(max + CUT_MARK_BYTES, budget.bytes), 0);
  const taken = cutToBytes(redactText(text, max), bytes);
  budget.bytes -= Buffer.byteLength(JSON.stringify(taken));
  return taken;
}

/** A stack begins with the message: with the one that is logged, so that its frames are kept. */
function withMessage(stack: string, message: string, known: string): string {
  const start = stack.indexOf(": ") + 2;
  if (!stack.startsWith(message, start)) return stack;
  return stack.slice(0, start) + known + stack.slice(start + message.length);
}

/** A thrown object is shown as console.error would. */
function textOfThrown(value: unknown): string {
  if (typeof value !== "object" || value === null) return textOf(value);
  try {
    const limits = { maxArrayLength: 50, maxStringLength: MAX_MESSAGE };
    return inspect(value, { depth: 3, breakLength: Infinity, ...limits });
  } catch {
    return textOf(value);
  }
}

/** Text of anything, also of what has none of its own. */
export function textOf(value: unknown): string {
  try {
    return String(value);
  } catch {
    return tagOf(value);
  }
}

/** In place of what throws when it is read. */
export const UNREADABLE = "[unreadable]";

/** "[object Map]". */
export function tagOf(value: unknown): string {
  try {
    return Object.prototype.toString.call(value);
  } catch {
    // A proxy that is revoked or throws.
    return UNREADABLE;
  }
}
