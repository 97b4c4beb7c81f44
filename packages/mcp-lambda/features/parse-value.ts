/**
 * Parsing by a zod schema at a bounded cost: a value of many parts is parsed up to its first wrong
 * part. zod collects all that is wrong, and a caller who sends many wrong values would fill the memory.
 */
import type * as z from "zod";
import { issueCodes } from "./issue-codes";
import { describeIssues } from "./issues";

/** A value of more parts is parsed up to the first that is wrong. */
const MAX_PARTS = 100;

export type Parsed<Value> = { readonly value: Value } | Refused;

export interface Refused {
  /** What is wrong, in words, which may repeat what was sent. */
  readonly issues: string;
  /** The same for the log, without: "path: code". */
  readonly codes: readonly string[];
}

/** What the schema makes of the value, or what is wrong with it, in words. */
export async function parseValue<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): Promise<Parsed<z.output<Schema>>> {
  const hasMany = hasMoreParts(value, MAX_PARTS);
  // Not by the schema's validate, which tries without await first: asynchronous checks would run twice.
  const { data, error } = await schema.safeParseAsync(value, hasMany ? ABORT_EARLY : undefined);
  if (error === undefined) return { value: data };
  const issues = describeIssues(error.issues);
  const codes = issueCodes(schema, error.issues);
  return { issues: hasMany ? `${issues}; more may be wrong` : issues, codes };
}

/** zod's validate() sets it; its types do not offer it to a parse. */
const ABORT_EARLY = { abortEarly: true } as object;

/** Whether a JSON value has more than `max` members and items. */
function hasMoreParts(value: unknown, max: number): boolean {
  let left = max;
  const open = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== "object" || next === null) continue;
    const parts: readonly unknown[] = Array.isArray(next) ? next : Object.values(next);
    left -= parts.length;
    if (left < 0) return true;
    for (const part of parts) if (typeof part === "object") open.push(part);
  }
  return false;
}
