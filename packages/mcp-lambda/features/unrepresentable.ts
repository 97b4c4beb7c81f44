/** Schemas that JSON Schema cannot express: where they are, and what to use in their place. */
import type * as z from "zod";

/** A part of a schema that zod cannot convert. */
export interface Unrepresentable {
  readonly zodSchema: z.core.$ZodType;
  /** Of its place in the JSON Schema. */
  readonly path: readonly (string | number)[];
  /** What zod says. */
  readonly message: string;
}

const ADVICE: Readonly<Record<string, readonly [what: string, instead: string] | undefined>> = {
  bigint: ["z.bigint()", "use z.int(), or a z.string() of digits"],
  custom: ["z.custom(), and so z.instanceof(),", "use a schema of what the JSON is, and .refine()"],
  date: ["z.date()", "use z.iso.datetime()"],
  file: ["z.file()", "use z.base64()"],
  function: ["z.function()", "leave it out"],
  literal: ["z.literal() of undefined or a bigint", "use null, texts, numbers or booleans"],
  map: ["z.map()", "use z.record(z.string(), ...)"],
  nan: ["z.nan()", "use z.number(), or null"],
  set: ["z.set()", "use z.array()"],
  symbol: ["z.symbol()", "use z.enum()"],
  transform: ["a transform", "put .pipe(...) behind it, or before it, with a schema of the JSON"],
  undefined: ["z.undefined()", "use .optional()"],
  void: ["z.void()", "use .optional()"],
};

/** What cannot be expressed, and what to use: `z.date() has no JSON Schema: use z.iso.datetime()`. */
export function whyNot({ zodSchema, message }: Unrepresentable): string {
  const def = zodSchema._zod.def as z.core.$ZodTypeDef & { readonly coerce?: boolean };
  const [what, instead] = ADVICE[def.type] ?? [];
  if (what === undefined || instead === undefined) return `${message}: use another schema`;
  const written = def.coerce === true ? what.replace("z.", "z.coerce.") : what;
  return `${written} has no JSON Schema: ${instead}`;
}

/** A field as an author names it: `.orders[].when` of /properties/orders/items/properties/when. */
export function fieldOf(path: Unrepresentable["path"]): string {
  const parts = [...path];
  let field = "";
  for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
    if (part === "properties") field += `.${parts.shift() ?? ""}`;
    else if (part === "items") field += "[]";
    else if (part === "prefixItems") field += `[${parts.shift() ?? ""}]`;
    else if (part === "additionalProperties" || part === "patternProperties") field += ".*";
    else if (part === "propertyNames") field += " (its keys)";
  }
  return field;
}
