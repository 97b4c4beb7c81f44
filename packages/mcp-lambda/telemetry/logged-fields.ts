/**
 * Message and fields of a log line that a tool writes: redacted, bounded, and never read as anything
 * but a log line. What names them to CloudWatch or to the server's own queries is renamed.
 */
import { CALLER_FIELDS } from "./caller-fields";
import { CUT_MARK_BYTES, cutToBytes } from "./cut";
import { describeError, textOf, UNREADABLE } from "./describe-error";
import { OWN_METRIC_NAMES } from "./metrics";
import { redacted, redactedFields } from "./redact";
import { sizeOf } from "./large-values";
import { redactText } from "./redact-text";

/** Lambda cuts a line at 256 kB, and with it its JSON. */
const MAX_FIELDS_BYTES = 48_000;
const MAX_MESSAGE_BYTES = 10_000;
const LIMITS = { text: 10_000, items: 200, json: Infinity };

/**
 * `_aws` makes metrics of a line, and the server's saved queries find metrics by their names, callers by
 * their fields, and Lambda's report of an invocation by its type.
 */
const RESERVED: ReadonlySet<string> = new Set(["_aws", ...OWN_METRIC_NAMES, ...CALLER_FIELDS]);

/**
 * Never throws: what a line says of a fault must not be another one.
 *
 * @param fields what a tool passes, which may be anything whatever its types say.
 */
export function loggedFields(fields: unknown): Readonly<Record<string, unknown>> {
  if (fields === undefined || fields === null) return {};
  try {
    return bounded(copyOf(fields));
  } catch {
    return { fields: UNREADABLE };
  }
}

function copyOf(fields: unknown): Readonly<Record<string, unknown>> {
  if (fields instanceof Error) return { error: describeError(fields) };
  if (typeof fields !== "object" || Array.isArray(fields) || sizeOf(fields) !== undefined) {
    return { fields: redacted(fields, LIMITS) };
  }
  return redactedFields(fields as object, LIMITS);
}

/** As text where they would be too long. */
function bounded(copy: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const named = Object.entries(copy).map(([name, value]) => [nameInLine(name, value), value]);
  const line = Object.fromEntries(named) as Readonly<Record<string, unknown>>;
  const json = JSON.stringify(line);
  const isShort = json.length * 3 <= MAX_FIELDS_BYTES;
  if (isShort || Buffer.byteLength(json) <= MAX_FIELDS_BYTES) return line;
  return { fields: cutToBytes(json, MAX_FIELDS_BYTES) };
}

export function loggedMessage(message: unknown): string {
  const text = redactText(largeOf(message) ?? textOf(message), MAX_MESSAGE_BYTES);
  return cutToBytes(text, MAX_MESSAGE_BYTES + CUT_MARK_BYTES);
}

/** Text of a list with millions of members would be made before it is cut. */
function largeOf(message: unknown): string | undefined {
  try {
    if (Array.isArray(message) && message.length > LIMITS.items) return `Array(${message.length})`;
    return sizeOf(message);
  } catch {
    return UNREADABLE;
  }
}

function nameInLine(name: string, value: unknown): string {
  const isPlatform = name === "type" && typeof value === "string" && value.startsWith("platform.");
  return RESERVED.has(name) || isPlatform ? `${name}_` : name;
}
