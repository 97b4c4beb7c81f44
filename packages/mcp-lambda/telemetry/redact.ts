/**
 * Redaction of values for the log: a copy without secrets that JSON can hold, of a bounded size.
 * Secrets are recognized by the names of their fields, by what comes before them in texts, and by
 * well-known shapes; one that is just a text is not recognized.
 */
import { cut } from "./cut";
import { describeError, tagOf, UNREADABLE } from "./describe-error";
import { firstOf, sizeOf } from "./large-values";
import { NAME_FIELD, VALUE_FIELD } from "./named-secrets";
import { redactText } from "./redact-text";
import { hasSecretStem, holdsCodes, isCount, isPlain, isSecretName } from "./secret-names";
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
/** Of all errors within a value, as JSON. */
const MAX_ERROR_BYTES = 20_000;
const MAX_NAME_LENGTH = 100;
/** A text that is longer is not looked into. */
const MAX_PARSED = 100_000;

/** A copy that can be logged; text where it would be too long. */
export function redacted(value: unknown, limits: RedactionLimits = PAYLOAD): unknown {
  const copy = redact(value, topOf(limits));
  const json = JSON.stringify(copy) as string | undefined;
  return json !== undefined && json.length > limits.json ? cut(json, limits.json) : copy;
}

/** The same of the fields of an object: its `toJSON` is not asked, which would speak for all of them. */
export function redactedFields(
  fields: object,
  limits: RedactionLimits,
): Readonly<Record<string, unknown>> {
  return redactFields(fields, { ...topOf(limits), depth: 1 });
}

interface Place {
  readonly limits: RedactionLimits;
  readonly depth: number;
  readonly counter: { values: number; errorBytes: number };
}

function topOf(limits: RedactionLimits): Place {
  return { limits, depth: 0, counter: { values: 0, errorBytes: MAX_ERROR_BYTES } };
}

function redact(value: unknown, place: Place): unknown {
  const { depth, counter } = place;
  counter.values += 1;
  if (typeof value === "string") return redactString(value, place);
  if (typeof value === "bigint" || typeof value === "symbol") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "function") return undefined;
  if (typeof value !== "object" || value === null) return value;
  if (depth >= MAX_DEPTH || counter.values > MAX_VALUES) return "…";
  try {
    return redactObject(value, { ...place, depth: depth + 1 });
  } catch {
    // A toJSON that throws, a revoked proxy.
    return tagOf(value);
  }
}

function redactObject(value: object, place: Place): unknown {
  if (value instanceof Error) return redactError(value, place);
  const size = sizeOf(value);
  const first = size === undefined ? undefined : firstOf(value, place.limits.items);
  if (size !== undefined && first === undefined) return size;
  if (size !== undefined && first !== undefined) {
    return { [size]: redactFirst(first, value instanceof Map, place) };
  }
  if ("toJSON" in value && typeof value.toJSON === "function") {
    return redact((value as { toJSON: () => unknown }).toJSON(), place);
  }
  return Array.isArray(value) ? redactItems(value, place) : redactFields(value, place);
}

function redactError(error: Error, { counter }: Place): unknown {
  const described = describeError(error, counter.errorBytes);
  counter.errorBytes -= Buffer.byteLength(JSON.stringify(described));
  return described;
}

/** Members of a Set, or entries of a Map, whose keys are names of fields. */
function redactFirst(members: readonly unknown[], isMap: boolean, place: Place): unknown[] {
  return members.map((member) => {
    if (!isMap) return redact(member, place);
    const [key, value] = member as readonly [unknown, unknown];
    const isSecret = typeof key === "string" && isSecretName(key);
    return [redact(key, place), isSecret ? hide(key, value) : redact(value, place)];
  });
}

/** A name of a header, which no sentence is. */
const HEADER = /^[\w-]{1,60}$/;

function redactItems(items: readonly unknown[], place: Place): unknown[] {
  const { limits } = place;
  const copies = items.slice(0, limits.items).map((item, index) => {
    const before: unknown = items[index - 1];
    const isNamed = typeof before === "string" && isNamedBy(before, index, items.length);
    return isNamed ? hide(before, item) : redact(item, place);
  });
  return items.length > limits.items ? [...copies, `… (${items.length})`] : copies;
}

/** ["password", "..."], raw headers ["Host", "a", "Cookie", "..."], a command's ["--password", "..."] */
function isNamedBy(before: string, index: number, length: number): boolean {
  if (before.startsWith("--")) return isSecretName(before);
  if (length === 2) return hasSecretStem(before);
  const isValue = length % 2 === 0 && index % 2 === 1;
  return isValue && HEADER.test(before) && hasSecretStem(before) && isSecretName(before);
}

function redactFields(value: object, place: Place): Record<string, unknown> {
  const keys = Object.keys(value);
  // {"name": "password", "value": "..."}
  const isNamed = keys.some((key) => {
    if (!NAME_FIELD.test(key)) return false;
    const name = read(value, key);
    return typeof name === "string" && isSecretName(name);
  });
  return Object.fromEntries(
    keys.slice(0, place.limits.items).map((key) => {
      const field = read(value, key);
      const isSecret = isSecretName(key) || (isNamed && VALUE_FIELD.test(key));
      if (holdsCodes(key, () => field)) return [redactText(key, MAX_NAME_LENGTH), HIDDEN];
      const copy = isSecret ? hide(key, field) : redact(field, place);
      return [redactText(key, MAX_NAME_LENGTH), copy];
    }),
  );
}

/** A getter may throw; the other fields can be read all the same. */
function read(value: object, key: string): unknown {
  try {
    return (value as Readonly<Record<string, unknown>>)[key];
  } catch {
    return UNREADABLE;
  }
}

/** What cannot be secret is kept: whether there is one, and how many. */
function hide(name: string, value: unknown): unknown {
  const isTelling = value === null || value === undefined || typeof value === "boolean";
  return isTelling || isPlain(value) || isCount(name, value) ? value : HIDDEN;
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
