/**
 * What zod lists of an output that refuses some of what zod takes: the official clients throw at such
 * a result. Each is left out.
 */
import type * as z from "zod";

type Json = Record<string, unknown>;

/** Formats that take all that zod's patterns take; `uri` refuses https://de.wikipedia.org/wiki/Köln */
const EXACT: readonly unknown[] = ["date-time", "date", "time", "uuid", "ipv4", "ipv6"];

/** What checks add. */
const CHECKED = [
  ...["minLength", "maxLength", "pattern", "format", "contentEncoding", "allOf"],
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minItems", "maxItems"],
] as const;

export function loosenOutput(schema: z.core.$ZodType, json: Json): void {
  const { type } = schema._zod.def;
  if (json["format"] !== undefined && !EXACT.includes(json["format"])) delete json["format"];
  if (type === "number") removeDivisors(json);
  if (isIpv6(schema)) removePatterns(json);
  if (isOverwritten(schema)) removeChecks(type, json);
  if (type === "union" && !("discriminator" in schema._zod.def)) takeAnyOf(json);
  if (type === "default" || type === "catch") takeDefault(schema, json);
}

/** zod takes 19.99 as a multiple of 0.01, and 15.000000000000002 as one of 5: neither is exactly. */
function removeDivisors(json: Json): void {
  delete json["multipleOf"];
  delete json["allOf"];
}

/** zod takes ::ffff:192.0.2.1, which its pattern of it does not. */
function isIpv6(schema: z.core.$ZodType): boolean {
  const checks = (schema._zod.def.checks ?? []).map((check) => check._zod.def);
  return [schema._zod.def, ...checks].some((def) => {
    const { format } = def as { readonly format?: string };
    return format === "ipv6" || format === "cidrv6";
  });
}

function removePatterns(json: Json): void {
  delete json["pattern"];
  delete json["allOf"];
}

/** Whether a check's value is changed after it (`.trim()`): what was checked is not what is given. */
function isOverwritten(schema: z.core.$ZodType): boolean {
  const checks = (schema._zod.def.checks ?? []).map((check) => check._zod.def.check);
  // A format is its own first check.
  const first = schema._zod.traits.has("$ZodCheck")
    ? 0
    : checks.findIndex((check) => check !== "overwrite");
  return first >= 0 && checks.lastIndexOf("overwrite") >= first;
}

function removeChecks(type: string, json: Json): void {
  if (!["string", "number", "array"].includes(type)) return;
  for (const keyword of CHECKED) Reflect.deleteProperty(json, keyword);
  // Of what it was before, where that has an id.
  if (type !== "array") delete json["$ref"];
  if (type !== "array") json["type"] = type;
}

/** z.xor(): a value that one option takes alone may be one of two that are listed with less. */
function takeAnyOf(json: Json): void {
  if (!("oneOf" in json)) return;
  json["anyOf"] = json["oneOf"];
  delete json["oneOf"];
}

/** A default is given as it is, whether the schema takes it or not: `z.string().min(1).default("")` */
function takeDefault(schema: z.core.$ZodType, json: Json): void {
  const { innerType } = (schema as z.core.$ZodDefault)._zod.def;
  const { default: value, id, description, title, ...rest } = json;
  if (value === undefined || keeps(innerType, value)) return;
  for (const keyword of Object.keys(rest)) Reflect.deleteProperty(json, keyword);
  json["anyOf"] = [rest, { const: value }];
}

/** Whether it takes a value, and gives it back as it is. */
function keeps(schema: z.core.$ZodType, value: unknown): boolean {
  try {
    const result = schema["~standard"].validate(value);
    return "value" in result && JSON.stringify(result.value) === JSON.stringify(value);
  } catch {
    return false;
  }
}
