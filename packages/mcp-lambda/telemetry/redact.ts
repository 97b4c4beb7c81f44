/**
 * Redaction of values for the log: a copy without secrets that JSON can hold, of a bounded size.
 * Secrets are recognized by the names of their fields, by what comes before them in texts, and by
 * well-known shapes; one that is just a text is not recognized.
 */
import { cut } from "./cut";
import { NAME_FIELD, redactText, VALUE_FIELD } from "./redact-text";
import { hasSecretStem, isCount, isSecretName } from "./secret-names";
import { HIDDEN } from "./secret-shapes";

export interface RedactionLimits {
  /** Characters of a text. */
  readonly text: number;
  /** Members of an array or an object. */
  readonly items: number;
  /** Characters of an entire value, as JSON. */
  readonly json: number;
}

/** Of arguments and results. */
const PAYLOAD: RedactionLimits = { text: 1_000, items: 50, json: 10_000 };
const MAX_DEPTH = 6;
/** Of an entire value: what is repeated within itself is endless. */
const MAX_VALUES = 5_000;
const MAX_NAME_LENGTH = 100;
/** A text that is longer is not looked into. */
const MAX_PARSED = 100_000;

/** A copy that can be logged; text where it would be too long. */
export function redacted(value: unknown, limits: RedactionLimits = PAYLOAD): unknown {
  const copy = redact(value, { limits, depth: 0, counter: { values: 0 } });
  const json = JSON.stringify(copy) as string | undefined;
  return json !== undefined && json.length > limits.json ? cut(json, limits.json) : copy;
}

interface Place {
  readonly limits: RedactionLimits;
  readonly depth: number;
  readonly counter: { values: number };
}

function redact(value: unknown, place: Place): unknown {
  const { depth, counter } = place;
  counter.values += 1;
  if (typeof value === "string") return redactString(value, place);
  if (typeof value === "bigint" || typeof value === "symbol") return String(value);
  if (typeof value === "function") return undefined;
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_DEPTH || counter.values > MAX_VALUES) return "…";
  try {
    const inside = { ...place, depth: depth + 1 };
    if ("toJSON" in value && typeof value.toJSON === "function") {
      return redact((value as { toJSON: () => unknown }).toJSON(), inside);
    }
    return Array.isArray(value) ? redactItems(value, inside) : redactFields(value, inside);
  } catch {
    // A getter that throws, a revoked proxy.
    return Object.prototype.toString.call(value);
  }
}

function redactItems(items: readonly unknown[], place: Place): unknown[] {
  const { limits } = place;
  const isEntry = items.length === 2;
  const copies = items.slice(0, limits.items).map((item, index) => {
    const before: unknown = items[index - 1];
    // ["password", "..."], and a command's ["--password", "..."]
    const isNamed =
      typeof before === "string" &&
      (isEntry ? hasSecretStem(before) : before.startsWith("--") && isSecretName(before));
    return isNamed ? hide(before, item) : redact(item, place);
  });
  return items.length > limits.items ? [...copies, `… (${items.length})`] : copies;
}

function redactFields(value: object, place: Place): object {
  const fields = Object.entries(value);
  // {"name": "password", "value": "..."}
  const isNamed = fields.some(
    ([key, name]) => typeof name === "string" && NAME_FIELD.test(key) && isSecretName(name),
  );
  return Object.fromEntries(
    fields.slice(0, place.limits.items).map(([key, field]) => {
      const isSecret = isSecretName(key) || (isNamed && VALUE_FIELD.test(key));
      const copy = isSecret ? hide(key, field) : redact(field, place);
      return [redactText(key, MAX_NAME_LENGTH), copy];
    }),
  );
}

/** What cannot be secret is kept: whether there is one, and how many. */
function hide(name: string, value: unknown): unknown {
  const isTelling = value === null || value === undefined || typeof value === "boolean";
  return isTelling || isCount(name, value) ? value : HIDDEN;
}

/** JSON within a text, as structured results have it, is looked into. */
function redactString(text: string, place: Place): string {
  const { limits } = place;
  return redactText(withoutSecretsInJson(text, place), limits.text);
}

function withoutSecretsInJson(text: string, place: Place): string {
  if (text.length > MAX_PARSED) return text;
  const start = text.search(/[[{]/);
  const end = Math.max(text.lastIndexOf("]"), text.lastIndexOf("}")) + 1;
  if (start === -1 || end <= start) return text;
  try {
    const value = JSON.parse(text.slice(start, end)) as unknown;
    const json = JSON.stringify(redact(value, { ...place, depth: place.depth + 1 }));
    return json === JSON.stringify(value) ? text : text.slice(0, start) + json + text.slice(end);
  } catch {
    // Not JSON after all.
    return text;
  }
}
