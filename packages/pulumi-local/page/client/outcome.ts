/** What the server's log says of a call: its outcome, and what was measured. */
import { isObject, type JsonObject, type Relayed } from "../server/call";
import type { LogEntry } from "../server/log-feed";
import { parseJson, plainNumber, quantity } from "./format";
import { resultIn } from "./mcp-client";

/** What became of it, in the function's words: "invalid-arguments (a: invalid_type)". */
export function outcomeOf(entries: readonly LogEntry[]): string | undefined {
  const lines = linesOf(entries, "function");
  const { outcome, issues, code } = lines.findLast((line) => "outcome" in line) ?? {};
  if (typeof outcome !== "string") return undefined;
  const detail = Array.isArray(issues) ? issues.join(", ") : code;
  return typeof detail === "string" && detail !== "" ? `${outcome} (${detail})` : outcome;
}

/** Facts with their names, of the call and of what the function reported. */
export function measured(
  steps: readonly Relayed[],
  entries: readonly LogEntry[],
): readonly (readonly [name: string, value: string])[] {
  const reports = linesOf(entries, "platform").flatMap(({ type, record }) =>
    type === "platform.report" && isObject(record) && isObject(record["metrics"])
      ? [record["metrics"]]
      : [],
  );
  const sum = (name: string): number =>
    reports.reduce((total, metrics) => total + (Number(metrics[name]) || 0), 0);
  const last = reports.at(-1);
  const facts: (readonly [string, string])[] = [
    [
      "whole",
      quantity(
        steps.reduce((total, step) => total + step.milliseconds, 0),
        "Milliseconds",
      ),
    ],
  ];
  if (last !== undefined) {
    facts.push(["function", quantity(sum("durationMs"), "Milliseconds")]);
    facts.push(["billed", quantity(sum("billedDurationMs"), "Milliseconds")]);
    if (sum("initDurationMs") > 0) {
      facts.push(["cold start", quantity(sum("initDurationMs"), "Milliseconds")]);
    }
    const { maxMemoryUsedMB, memorySizeMB } = last;
    const used = typeof maxMemoryUsedMB === "number" ? `${maxMemoryUsedMB} of ` : "";
    facts.push(["memory", `${used}${String(memorySizeMB)} MB`]);
  }
  facts.push(["sent", quantity(bytesOf(steps.map(({ request }) => request.body)), "Bytes")]);
  facts.push(["received", quantity(bytesOf(steps.map(({ response }) => response.body)), "Bytes")]);
  return [...facts, ...ownMetrics(entries)];
}

/** Lines of a call: those of its requests, by API Gateway's ids, and those that name its task. */
export function ofCall(steps: readonly Relayed[]): (entry: LogEntry) => boolean {
  const requests = new Set(steps.map(({ response }) => response.headers["x-amzn-requestid"]));
  const tasks = steps
    .map(({ response }) => resultIn(response)?.["taskId"])
    .filter((id) => typeof id === "string");
  return ({ request, text }) =>
    (request !== undefined && requests.has(request)) || tasks.some((id) => text.includes(id));
}

/** Metrics that the function wrote, but those that a request has anyway. */
function ownMetrics(entries: readonly LogEntry[]): readonly (readonly [string, string])[] {
  return linesOf(entries, "function").flatMap((blob) => {
    const aws = blob["_aws"];
    const directives = isObject(aws) ? aws["CloudWatchMetrics"] : [];
    const metrics = (Array.isArray(directives) ? directives : []).filter(isObject);
    const all = metrics.flatMap(({ Metrics }) =>
      (Array.isArray(Metrics) ? Metrics : []).filter(isObject).map(({ Name, Unit }) => ({
        name: String(Name),
        isTime: Unit === "Milliseconds",
      })),
    );
    const units = new Map(all.map(({ name, isTime }) => [name, isTime]));
    return [...units]
      .filter(([name]) => !/^(Requests|RequestBytes|ResponseBytes)$/.test(name))
      .map(([name, isTime]) => [name, valueText(blob[name], isTime)] as const);
  });
}

function linesOf(entries: readonly LogEntry[], kind: LogEntry["kind"]): readonly JsonObject[] {
  const own = entries.filter((entry) => entry.kind === kind);
  return own.map(({ text }) => parseJson(text)).filter(isObject);
}

function valueText(value: unknown, isTime: boolean): string {
  if (Array.isArray(value)) return value.map((each) => valueText(each, isTime)).join(", ");
  if (isTime && typeof value === "number") return quantity(value, "Milliseconds");
  return typeof value === "number" ? plainNumber(value) : String(value);
}

function bytesOf(texts: readonly string[]): number {
  return new TextEncoder().encode(texts.join("")).length;
}
