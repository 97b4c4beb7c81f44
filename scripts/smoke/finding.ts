/** What a check has found. */
import type { Exchange } from "./exchange";
import { requestIdOf } from "./messages";
import { why } from "./reasons";

export interface Finding {
  readonly status: "ok" | "warning" | "failed" | "skipped";
  readonly says: string;
  /** What to do about it; with all but "ok". */
  readonly remedy?: string;
  /** Set where what follows makes no sense. */
  readonly endsHere?: true;
  /** API Gateway's, of the request that failed. */
  readonly requestId?: string | undefined;
  /** Whether the log may say more: 5xx. */
  readonly isServerError?: boolean;
}

export const ok = (says: string): Finding => ({ status: "ok", says });
export const warning = (says: string, remedy: string): Finding => ({
  status: "warning",
  says,
  remedy,
});
export const failed = (says: string, remedy: string): Finding => ({
  status: "failed",
  says,
  remedy,
});
export const skipped = (says: string, remedy: string): Finding => ({
  status: "skipped",
  says,
  remedy,
});

/** @param expected what should have come, as the end of "expected ...". */
export function unexpected(exchange: Exchange, expected: string): Finding {
  const { reason, remedy } = why(exchange);
  const got = exchange.kind === "answered" ? `${exchange.status}, expected ${expected}. ` : "";
  const requestId = exchange.kind === "answered" ? requestIdOf(exchange) : undefined;
  const isServerError = exchange.kind === "answered" && exchange.status >= 500;
  return { ...failed(`${got}${reason}`, remedy), requestId, isServerError };
}
