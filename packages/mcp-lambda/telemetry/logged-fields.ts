/**
 * Message and fields of a log line that a tool writes: redacted, bounded, and never read as anything
 * but a log line. What names them to CloudWatch or to the server's own queries is renamed.
 */
import { CUT_MARK_BYTES, cutToBytes } from "./cut";
import { describeError, textOf } from "./describe-error";
import { OWN_METRIC_NAMES } from "./metrics";
import { redacted } from "./redact";
import { redactText } from "./redact-text";

/** Lambda cuts a line at 256 kB, and with it its JSON. */
const MAX_FIELDS_BYTES = 48_000;
const MAX_MESSAGE_BYTES = 10_000;
const LIMITS = { text: 10_000, items: 200, json: Infinity };

/**
 * `_aws` makes metrics of a line, and the server's saved queries find metrics by their names, and
 * Lambda's report of an invocation by its type.
 */
const RESERVED: ReadonlySet<string> = new Set(["_aws", ...OWN_METRIC_NAMES]);

/** As text where they would be too long. */
export function loggedFields(
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const described = Object.entries(fields)
    // Would speak for all fields.
    .filter(([name]) => name !== "toJSON")
    .map(([name, value]): [string, unknown] => [
      name,
      value instanceof Error ? describeError(value) : value,
    ]);
  const copy = redacted(Object.fromEntries(described), LIMITS) as object;
  const named = Object.entries(copy).map(([name, value]: [string, unknown]) => [
    nameInLine(name, value),
    value,
  ]);
  const line = Object.fromEntries(named) as Readonly<Record<string, unknown>>;
  const json = JSON.stringify(line);
  const isShort = json.length * 3 <= MAX_FIELDS_BYTES;
  if (isShort || Buffer.byteLength(json) <= MAX_FIELDS_BYTES) return line;
  return { fields: cutToBytes(json, MAX_FIELDS_BYTES) };
}

export function loggedMessage(message: unknown): string {
  const text = redactText(textOf(message), MAX_MESSAGE_BYTES);
  return cutToBytes(text, MAX_MESSAGE_BYTES + CUT_MARK_BYTES);
}

function nameInLine(name: string, value: unknown): string {
  const isPlatform = name === "type" && typeof value === "string" && value.startsWith("platform.");
  return RESERVED.has(name) || isPlatform ? `${name}_` : name;
}
