/** Whether an argument of a prompt can be filled in: clients send texts alone. */
import type * as z from "zod";

/** A definition of zod's, as far as it leads to what is parsed first. */
type Definition = z.core.$ZodTypeDef & {
  readonly coerce?: boolean;
  readonly innerType?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
};

/** @param json JSON Schema of what the type takes. */
export function takesText(json: unknown, type: z.core.$ZodType): boolean {
  return allowsText(json as JsonSchema) || makesOfText(type);
}

interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly not?: unknown;
}

function allowsText({ type, enum: values, anyOf, oneOf, not }: JsonSchema): boolean {
  const options = anyOf ?? oneOf;
  if (options !== undefined) return options.some(allowsText);
  if (values !== undefined) return values.some((value) => typeof value === "string");
  return not === undefined && (type === undefined || [type].flat().includes("string"));
}

/** Whether something comes before the check that may make another value of a text. */
function makesOfText(type: z.core.$ZodType): boolean {
  const { coerce, type: kind, innerType, in: first } = type._zod.def as Definition;
  const inner = innerType ?? first;
  return coerce === true || kind === "transform" || (inner !== undefined && makesOfText(inner));
}
