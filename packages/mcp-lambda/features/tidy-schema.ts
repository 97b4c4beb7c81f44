/** What zod puts into JSON Schema of its own accord, and clients read as a rule of the author's. */
import type * as z from "zod";
import { keepPatterns } from "./listed-patterns";
import { loosenOutput } from "./loosen-output";
import type { Unrepresentable } from "./unrepresentable";

type ZodSchema = Unrepresentable["zodSchema"];

/** A schema as zod has converted it, which may be changed. */
interface Converted {
  readonly zodSchema: ZodSchema;
  readonly jsonSchema: Record<string, unknown>;
  readonly path: readonly (string | number)[];
}

/** Bounds that z.int() and z.float64() add: no number of JSON is beyond them. */
const SENTINELS: readonly unknown[] = [Number.MAX_SAFE_INTEGER, Number.MAX_VALUE];

/**
 * Of JSON Schema's formats, those that zod has.
 * https://json-schema.org/draft/2020-12/json-schema-validation#section-7.3
 */
const FORMATS: readonly string[] =
  "date-time date time duration email hostname ipv4 ipv6 uri uuid".split(" ");

/** zod's `override`, which also finds what zod converts to something that no JSON can be. */
export function tidied(
  direction: "input" | "output",
  unrepresentable: (found: Unrepresentable) => void,
): (converted: Converted) => void {
  return ({ zodSchema, jsonSchema, path }) => {
    const { type } = zodSchema._zod.def;
    if (type === "number") removeSentinels(zodSchema, jsonSchema);
    if (type === "string") removeUnknownFormat(zodSchema, jsonSchema);
    keepPatterns(zodSchema, jsonSchema, direction === "output");
    if (type === "tuple") describeTuple(jsonSchema);
    if (direction === "output") loosenOutput(zodSchema, jsonSchema);
    if (type === "file") unrepresentable({ zodSchema, path, message: "" });
  };
}

function checksOf(schema: ZodSchema): readonly z.core.$ZodCheckDef[] {
  return (schema._zod.def.checks ?? []).map((check) => check._zod.def);
}

function removeSentinels(schema: ZodSchema, json: Record<string, unknown>): void {
  const written = checksOf(schema).map((check) => (check as { value?: unknown }).value);
  for (const [bound, sign] of [
    ["minimum", -1],
    ["maximum", 1],
  ] as const) {
    const value = json[bound];
    const isSentinel = typeof value === "number" && SENTINELS.includes(sign * value);
    if (isSentinel && !written.includes(value)) Reflect.deleteProperty(json, bound);
  }
}

/** Formats of zod's that JSON Schema does not have (`jwt`, `starts_with`): clients warn of each. */
function removeUnknownFormat(schema: ZodSchema, json: Record<string, unknown>): void {
  const { format } = json;
  if (typeof format !== "string" || FORMATS.includes(format)) return;
  const ofZod = [schema._zod.def, ...checksOf(schema)].map(
    (def) => (def as { format?: string }).format,
  );
  if (ofZod.includes(format) || ofZod.includes(format.replace("-", "_"))) delete json["format"];
}

/**
 * Clients of the SDK's version 1 read every schema as draft 7, to which prefixItems is unknown and
 * items is about each item. The length is in minItems and maxItems.
 */
function describeTuple(json: Record<string, unknown>): void {
  const { prefixItems = [], items } = json as { prefixItems?: readonly unknown[]; items?: unknown };
  if (items === false) delete json["items"];
  else json["items"] = { anyOf: [...prefixItems, items] };
  // A list of schemas must have one: https://json-schema.org/draft/2020-12/meta/applicator
  if (prefixItems.length === 0) delete json["prefixItems"];
}
