/** A request, as the metrics line that the function writes of it says it: at any logLevel. */
import type { Fields, RequestOutcome, ShownRequest } from "pulumi-local";
import type { Level } from "./line-facts";

/** Metrics that stand for a refusal, in words: docs/operations.md. */
const REFUSALS: Readonly<Record<string, string>> = {
  ParseErrors: "not JSON",
  InvalidRequestErrors: "not a valid request",
  MethodErrors: "unknown method",
  ParamsErrors: "wrong parameters",
  VersionErrors: "version that is not served",
  InternalErrors: "internal error",
};

export function requestOfLine(fields: Fields): ShownRequest {
  const { era, method, tool, requestedTool, gatewayRequestId, status, durationMs } = fields;
  const isBatch = typeof method === "string" && method.startsWith("batch");
  return {
    what: [era, method, isBatch ? undefined : (requestedTool ?? tool)].map(textOf),
    status: Number(status),
    milliseconds: Number(durationMs),
    requestId: textOf(gatewayRequestId) ?? "",
  };
}

/** Of a request whose line names no outcome of a tool. */
export function plainOutcome(fields: Fields): RequestOutcome {
  const status = Number(fields["status"]);
  const refused = Object.keys(REFUSALS).find((name) => Number(fields[name] ?? 0) > 0);
  if (status >= 500 || refused === "InternalErrors") return withDetail("failed", refused);
  return status >= 400 || refused !== undefined
    ? withDetail("refused", refused)
    : { outcome: "ok" };
}

function withDetail(outcome: string, metric: string | undefined): RequestOutcome {
  const detail = metric === undefined ? undefined : REFUSALS[metric];
  return { outcome, ...(detail !== undefined && { detail }) };
}

export function levelOfOutcome({ outcome }: RequestOutcome, status: number): Level {
  if (status >= 500) return "error";
  return /^(ok|asked|task)$/.test(outcome) ? "info" : "warn";
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
