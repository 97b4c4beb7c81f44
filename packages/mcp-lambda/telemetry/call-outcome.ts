/**
 * Outcomes of tool calls, as the log line of a request and its metrics line say them. Beside them stand
 * reasons that hold nothing of what a caller sent but where it was wrong.
 */
import { listed } from "./cut";

export type CallOutcome =
  | "ok"
  /** It asked, and waits for an answer. */
  | "asked"
  /** `issues` says which. */
  | "invalid-arguments"
  | "unknown-tool"
  | "missing-scope"
  /** For another reason nothing ran; `code` is the server's. */
  | "refused"
  /** The tool says so; `code` is its author's. */
  | "failed"
  /** `code` is the name of what was thrown. */
  | "threw"
  | "late"
  | "too-large";

/** How a call or a task ended. */
export interface Ending {
  readonly outcome: CallOutcome;
  readonly code?: string | undefined;
  /** "path: code" of a schema's issues. */
  readonly issues?: readonly string[] | undefined;
}

/** The caller's mistake, and nothing ran. */
const REFUSALS: readonly CallOutcome[] = [
  "invalid-arguments",
  "unknown-tool",
  "missing-scope",
  "refused",
];

export function isRefusal({ outcome }: Ending): boolean {
  return REFUSALS.includes(outcome);
}

/** Neither what was asked for, nor a question. */
export function isWrong({ outcome }: Ending): boolean {
  return outcome !== "ok" && outcome !== "asked";
}

/** It ran, and counts as an error. */
export function isFailure(ending: Ending): boolean {
  return isWrong(ending) && !isRefusal(ending);
}

/** Outcomes, codes and issues of a batch, each. */
const MAX_LISTED = 5;

/** All of one shape, and undefined where there is nothing to say. */
export interface EndingFields {
  readonly outcome: string | undefined;
  readonly code: string | undefined;
  readonly issues: readonly string[] | undefined;
}

/** Of several calls, what differs is listed. */
export function endingFields(endings: readonly Ending[]): EndingFields {
  const [first] = endings;
  if (first === undefined || endings.length === 1) {
    return { outcome: first?.outcome, code: first?.code, issues: first?.issues };
  }
  const issues = endings.flatMap(({ issues: found }) => found ?? []);
  return {
    outcome: joined(endings.map(({ outcome }) => outcome)),
    code: joined(endings.flatMap(({ code }) => code ?? [])),
    issues: issues.length === 0 ? undefined : listed(issues, MAX_LISTED),
  };
}

function joined(texts: readonly string[]): string | undefined {
  return texts.length === 0 ? undefined : listed(texts, MAX_LISTED).join(", ");
}

/** Letters, digits, "-", "_" and ".", at most 64: never a sentence, and cheap to search for. */
const CODE = /^[\w.-]{1,64}$/;

export function isCode(value: unknown): value is string {
  return typeof value === "string" && CODE.test(value);
}

/** The name of an error, where it can be a code. */
export function codeOfThrown(error: unknown): string | undefined {
  try {
    return error instanceof Error && isCode(error.name) ? error.name : undefined;
  } catch {
    // A getter that throws.
    return undefined;
  }
}
