/** A line of the log as people read it: level, message, fields. */
import { refusedToken } from "../../api-gateway/refused-token";
import { isObject, type JsonObject } from "../server/call";
import type { LogEntry } from "../server/log-feed";
import { element } from "./element";
import { clockTime, exactTime, parseJson, plainNumber, prettyJson } from "./format";

/** Event of a line whose request's lines are wanted alone; its detail is the request's id. */
export const SHOW_REQUEST = "show-request";

export type LineLevel = "metrics" | "platform" | "request" | "debug" | "info" | "warn" | "error";

export interface LogLine {
  readonly entry: LogEntry;
  readonly level: LineLevel;
  readonly message: string;
  readonly fields: JsonObject;
}

export function readLine(entry: LogEntry): LogLine {
  const { kind, text } = entry;
  if (kind === "failure") return { entry, level: "error", message: text, fields: {} };
  if (kind === "notice") return { entry, level: "warn", message: text, fields: {} };
  const parsed = parseJson(text);
  if (!isObject(parsed)) {
    const level = kind === "function" ? "info" : kind;
    return { entry, level, message: text, fields: {} };
  }
  const refused = refusedToken(parsed);
  if (refused !== undefined) {
    const { message, facts } = refused;
    return { entry, level: levelOf(refused.level), message, fields: facts };
  }
  if ("_aws" in parsed) {
    return { entry, level: "metrics", message: metricsText(parsed), fields: parsed };
  }
  const { level, message, timestamp: _, ...fields } = parsed;
  if (kind === "platform") {
    const type = typeof parsed["type"] === "string" ? parsed["type"] : text;
    return { entry, level: kind, message: type, fields: recordFields(parsed) };
  }
  const own = typeof message === "string" ? { message, fields } : { message: text, fields: parsed };
  return { entry, level: kind === "function" ? levelOf(level) : kind, ...own };
}

/** What Lambda reports of an invocation, flat: its measurements are what people look for. */
function recordFields(parsed: JsonObject): JsonObject {
  const { record } = parsed;
  if (!isObject(record)) return parsed;
  const { metrics, ...rest } = record;
  return isObject(metrics) ? { ...rest, ...metrics } : rest;
}

function levelOf(level: unknown): LineLevel {
  switch (String(level).toLowerCase()) {
    case "trace":
    case "debug":
      return "debug";
    case "warn":
      return "warn";
    case "error":
    case "fatal":
      return "error";
    default:
      return "info";
  }
}

/** The values of a blob of metrics: those that its directives name. */
function metricsText(blob: JsonObject): string {
  const metrics = objectsIn(blob["_aws"], "CloudWatchMetrics").flatMap((directive) =>
    objectsIn(directive, "Metrics"),
  );
  const names = new Set(metrics.map(({ Name }) => String(Name)));
  return [...names].map((name) => `${name}=${short(blob[name])}`).join(" ");
}

function objectsIn(value: unknown, key: string): JsonObject[] {
  const list = isObject(value) ? value[key] : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

/** @param hidden fields that are shown only when the line is opened. */
export function showLine(
  { entry, level, message, fields }: LogLine,
  hidden: readonly string[] = ["gatewayRequestId"],
): HTMLLIElement {
  const time = element("time", { datetime: exactTime(entry.at) }, clockTime(entry.at));
  const badge = element("span", { class: "level" }, level);
  const text = element("span", { class: "message" }, message);
  const attributes = { "data-level": level, "data-kind": entry.kind };
  const names = Object.keys(fields);
  if (names.length === 0) return element("li", attributes, time, badge, text);
  const shown = level === "metrics" ? [] : names.filter((name) => !hidden.includes(name));
  const brief = shown.map((name) => `${name}=${short(fields[name])}`).join(" ");
  const summary = element(
    "summary",
    {},
    time,
    badge,
    text,
    element("span", { class: "fields" }, brief),
  );
  const details = element("details", {}, summary);
  // Written when somebody looks: most lines stay closed.
  details.addEventListener(
    "toggle",
    () => {
      const pre = element("pre", { tabindex: 0 }, element("code", {}, prettyJson(fields)));
      details.append(pre, ...onlyRequest(entry));
    },
    { once: true },
  );
  return element("li", attributes, details);
}

function onlyRequest({ request }: LogEntry): readonly HTMLElement[] {
  if (request === undefined) return [];
  const onclick = (): void => {
    const event = new CustomEvent(SHOW_REQUEST, { bubbles: true, detail: request });
    button.dispatchEvent(event);
  };
  const attributes = { type: "button", class: "quiet small", onclick };
  const button = element("button", attributes, "Only the lines of this request");
  return [button];
}

function short(value: unknown): string {
  if (typeof value === "number") return plainNumber(value);
  const text = typeof value === "string" ? value : JSON.stringify(value ?? null);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
