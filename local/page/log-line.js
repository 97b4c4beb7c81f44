// @ts-check
/** A line of the log as people read it: level, message, fields. */
import { element } from "./element.js";
import { clockTime, exactTime, isObject, parseJson, plainNumber, prettyJson } from "./format.js";

/** @typedef {import("./log-feed").LogEntry} LogEntry */
/**
 * @typedef {object} LogLine
 * @property {LogEntry} entry
 * @property {"metrics" | "platform" | "request" | "debug" | "info" | "warn" | "error"} level
 * @property {string} message
 * @property {Readonly<Record<string, unknown>>} fields
 */

/**
 * @param {LogEntry} entry
 * @returns {LogLine}
 */
export function readLine(entry) {
  const { kind, text } = entry;
  if (kind === "failure") return { entry, level: "error", message: text, fields: {} };
  const parsed = parseJson(text);
  if (!isObject(parsed)) {
    const level = kind === "function" ? "info" : kind;
    return { entry, level, message: text, fields: {} };
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

/**
 * What Lambda says of an invocation, flat: its measurements are what people look for.
 *
 * @param {Readonly<Record<string, unknown>>} parsed
 */
function recordFields(parsed) {
  const { record } = parsed;
  if (!isObject(record)) return parsed;
  const { metrics, ...rest } = record;
  return isObject(metrics) ? { ...rest, ...metrics } : rest;
}

/** @param {unknown} level @returns {LogLine["level"]} */
function levelOf(level) {
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

/**
 * The values of a blob of metrics: those that its directives name.
 *
 * @param {Readonly<Record<string, unknown>>} blob
 */
function metricsText(blob) {
  const directives = isObject(blob["_aws"]) ? blob["_aws"]["CloudWatchMetrics"] : undefined;
  const metrics = (Array.isArray(directives) ? directives : []).flatMap((directive) =>
    isObject(directive) && Array.isArray(directive["Metrics"]) ? directive["Metrics"] : [],
  );
  const names = new Set(metrics.map((metric) => String(isObject(metric) ? metric["Name"] : "")));
  const values = [...names].map((name) => `${name}=${short(blob[name])}`);
  return values.join(" ");
}

/**
 * @param {LogLine} line
 * @returns {HTMLLIElement}
 */
export function showLine({ entry, level, message, fields }) {
  const time = element("time", { datetime: exactTime(entry.at) }, clockTime(entry.at));
  const badge = element("span", { class: "level" }, level);
  const text = element("span", { class: "message" }, message);
  const attributes = { "data-level": level, "data-kind": entry.kind };
  const names = Object.keys(fields);
  if (names.length === 0) return element("li", attributes, time, badge, text);
  const brief =
    level === "metrics" ? "" : names.map((name) => `${name}=${short(fields[name])}`).join(" ");
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
    () => details.append(element("pre", {}, element("code", {}, prettyJson(fields)))),
    { once: true },
  );
  return element("li", attributes, details);
}

/** @param {unknown} value */
function short(value) {
  if (typeof value === "number") return plainNumber(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
