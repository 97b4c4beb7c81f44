/**
 * What came of a request: as the function's metrics line of the same request says it, and otherwise as
 * the response does.
 */
import type { AnsweredRequest } from "../api-gateway/answered-request";
import { type Fields, parseObject } from "./json-fields";
import { lastMessage } from "./last-message";
import { errorText } from "./refusal-advice";

export interface RequestOutcome {
  /** The function's word ("ok", "invalid-arguments", "failed", ...), or "ok", "asked", "task", "failed" or "refused". */
  readonly outcome: string;
  /** Which arguments, which code, or the reason in words. */
  readonly detail?: string;
}

/** Requests whose outcome is kept at most by default, until they are answered. */
const MAX_KEPT = 1_000;

export class OutcomeReader {
  private readonly kept = new Map<string, RequestOutcome>();

  constructor(private readonly maxKept = MAX_KEPT) {}

  /** Takes in a line of the function's log; only metrics have outcomes. */
  read(line: Fields): void {
    const { gatewayRequestId: id, outcome, issues, code } = line;
    if (!Object.hasOwn(line, "_aws") || typeof id !== "string" || typeof outcome !== "string")
      return;
    // Of a batch each tool has a line.
    const before = this.kept.get(id);
    const detail = detailOf(issues) ?? detailOf(code);
    const told = before === undefined ? outcome : joined(before.outcome, outcome);
    this.kept.set(id, { outcome: told, ...(detail !== undefined && { detail }) });
    const [oldest] = this.kept.keys();
    if (this.kept.size > this.maxKept && oldest !== undefined) this.kept.delete(oldest);
  }

  /** Of a request, by API Gateway's id: what has been read of it so far. */
  told(requestId: string): RequestOutcome | undefined {
    return this.kept.get(requestId);
  }

  /** Of a request that has been answered; forgotten then. */
  take(request: AnsweredRequest): RequestOutcome {
    const told = this.kept.get(request.requestId);
    this.kept.delete(request.requestId);
    return told ?? outcomeOf(request);
  }
}

function joined(before: string, outcome: string): string {
  return before.split(", ").includes(outcome) ? before : `${before}, ${outcome}`;
}

function detailOf(value: unknown): string | undefined {
  const text = Array.isArray(value) ? value.join(", ") : value;
  return typeof text === "string" && text !== "" ? clip(text) : undefined;
}

/** As the response alone has it. */
export function outcomeOf({ status, response }: AnsweredRequest): RequestOutcome {
  const body = parseObject(lastMessage(response.toString("utf8")));
  const text = messageOf(body);
  if (status >= 400) {
    const outcome = status >= 500 ? "failed" : "refused";
    return { outcome, ...(text !== undefined && { detail: text }) };
  }
  if (text !== undefined) return { outcome: "refused", detail: text };
  const result = body?.["result"] as Fields | null | undefined;
  if (result?.["isError"] === true) return { outcome: "failed" };
  const type = result?.["resultType"];
  if (type === "input_required") return { outcome: "asked" };
  return { outcome: type === "task" ? "task" : "ok" };
}

function messageOf(body: Fields | undefined): string | undefined {
  const text = body && errorText(body);
  return text === undefined ? undefined : clip(text);
}

/** Half of a surrogate pair at the end is not a character. */
function clip(text: string): string {
  return text.length > 200 ? `${text.slice(0, 199).toWellFormed()}…` : text;
}
