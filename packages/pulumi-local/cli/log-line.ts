/** Lines of a function's log for people; what callers and tools write is shown, and not obeyed. */
import type { styleText } from "node:util";
import type { PlatformRecord } from "../lambda/platform-record";
import type { Fields } from "./json-fields";
import { printable } from "./printable";

export type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/** Of each line, and of no use to who reads along. */
const IDS = new Set(["requestId", "gatewayRequestId", "rpcId", "traceId"]);

export interface DescribeOptions {
  readonly paint: Paint;
  /** Whether a line says which request it is of. */
  readonly withIds: boolean;
}

/** A JSON log line as people read it: level, message, fields, and the stack below. */
export function describeLine(
  line: string,
  parsed: Fields | undefined,
  { paint, withIds }: DescribeOptions,
): string {
  const { level, message, error, ...fields } = parsed ?? {};
  if (typeof level !== "string" || typeof message !== "string") {
    return printable(line.replace(/\r$/, ""));
  }
  const style: Style = level === "ERROR" ? "red" : level === "WARN" ? "yellow" : "cyan";
  const rest = Object.entries(fields)
    .filter(([key]) => key !== "timestamp" && (withIds || !IDS.has(key)))
    .map(([key, value]) => `${key}=${plain(value)}`);
  const facts = paint("dim", printable(rest.join(" ")));
  const head = [paint(style, printable(level)), printable(message), facts].join(" ").trimEnd();
  return [head, ...stacks(error)].join("\n");
}

/** Lines of the server itself that say what the line of the request says. */
export function isOwnLine({ level, message, method, durationMs }: Fields): boolean {
  if (message === "answered") return method !== undefined || durationMs !== undefined;
  return message === "call" && level === "INFO";
}

/** Lambda's lines of its text log. */
export function platformLines({ type, record }: PlatformRecord): string[] {
  const id = `RequestId: ${record.requestId}`;
  if (type === "platform.start") return [`START ${id} Version: ${record.version}`];
  const { durationMs, billedDurationMs, memorySizeMB, maxMemoryUsedMB, initDurationMs } =
    record.metrics;
  const facts = [
    `REPORT ${id}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${billedDurationMs} ms`,
    `Memory Size: ${memorySizeMB} MB`,
    `Max Memory Used: ${maxMemoryUsedMB ?? "?"} MB`,
    ...(initDurationMs === undefined ? [] : [`Init Duration: ${initDurationMs.toFixed(2)} ms`]),
  ];
  return [`END ${id}`, facts.join("\t")];
}

function plain(value: unknown): string {
  try {
    return typeof value === "string" ? value : JSON.stringify(value);
  } catch {
    return "(nested too deeply)";
  }
}

/** Causes of causes that are shown. */
const MAX_CAUSES = 10;

/** The stack of an error and of what caused it, indented. */
function stacks(error: unknown, depth = 0): string[] {
  if (typeof error !== "object" || error === null || depth > MAX_CAUSES) return [];
  const { stack, message, cause } = error as Fields;
  const text = typeof stack === "string" ? stack : plain(message ?? "");
  const lines = text.split("\n").map((line) => `  ${printable(line)}`);
  return [lines.join("\n"), ...stacks(cause, depth + 1)];
}
