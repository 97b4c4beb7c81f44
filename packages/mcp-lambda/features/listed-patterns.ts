/** Patterns of strings and keys, of which a list has those that mean there what they mean here. */
import type * as z from "zod";

type Json = Record<string, unknown>;

/** Which patterns a list can have: of an output, none that refuses what the schema takes. */
export function keepPatterns(schema: z.core.$ZodType, json: Json, isOutput: boolean): void {
  const { type } = schema._zod.def;
  if (type === "record") {
    keepKeyPatterns(schema, json, isOutput);
    return;
  }
  const known = patternsOf(schema);
  const isKept = (source: unknown): boolean =>
    typeof source !== "string" || isListable(source, known.get(source), isOutput);

  if (!isKept(json["pattern"])) delete json["pattern"];
  if (type !== "string" || !Array.isArray(json["allOf"])) return;
  const all = json["allOf"] as readonly { readonly pattern?: string }[];
  json["allOf"] = all.filter(({ pattern }) => isKept(pattern));
  // A list of schemas must have one: https://json-schema.org/draft/2020-12/meta/applicator
  if ((json["allOf"] as unknown[]).length === 0) delete json["allOf"];
}

/**
 * Keys of z.looseRecord(). Whatever else a key must be is not in its pattern, so that the pattern
 * checks values that the schema lets pass: an output has none.
 */
function keepKeyPatterns(schema: z.core.$ZodType, json: Json, isOutput: boolean): void {
  const byPattern = json["patternProperties"] as Json | undefined;
  if (byPattern === undefined) return;
  const known = patternsOf((schema as z.core.$ZodRecord)._zod.def.keyType);
  const kept = Object.entries(byPattern).filter(
    ([source]) => !isOutput && isListable(source, known.get(source), false),
  );
  if (kept.length === 0) delete json["patternProperties"];
  else json["patternProperties"] = Object.fromEntries(kept);
}

/** Patterns that zod checks, by source: a format's own, those of checks, a template literal's. */
function patternsOf(schema: z.core.$ZodType): ReadonlyMap<string, RegExp> {
  const { def, pattern } = schema._zod;
  const checks = (def.checks ?? []).map((check) => check._zod.def);
  const patterns = [def, ...checks].map((each) => (each as { pattern?: RegExp }).pattern);
  if (def.type === "template_literal") patterns.push(pattern);
  return new Map(patterns.flatMap((each) => (each === undefined ? [] : [[each.source, each]])));
}

/** `(?i:a)`, which clients before Node.js 23 cannot compile. */
const MODIFIERS = /\(\?[ims-]+:/;

/**
 * JSON Schema's patterns have no flags but "u"; clients throw at one that is no pattern with it,
 * and list no tool at all. https://json-schema.org/draft/2020-12/json-schema-core#section-6.4
 */
function isListable(source: string, pattern: RegExp | undefined, isOutput: boolean): boolean {
  if (pattern !== undefined && /[imsv]/.test(pattern.flags)) return false;
  if (MODIFIERS.test(source)) return false;
  if (isOutput && pattern?.unicode === false && dependsOnUnits(source)) return false;
  try {
    new RegExp(source, "u");
    return true;
  } catch {
    return false;
  }
}

/** Escapes, but for those that are about other characters, or mean something else with "u". */
const PLAIN_ESCAPE = /\\[^BDPSWkpu]/g;
const PLAIN_CLASS = /\[(?!\^)[^\\\]]*\]/g;
const UNITS = /\.|\[\^|\\[BDPSWkp]|\\u(?:\{|[dD][89a-fA-F])/;
const SURROGATE = /[\ud800-\udfff]/;

/** Whether an emoji is two characters to it, and one with "u": `^..$` takes one. */
function dependsOnUnits(source: string): boolean {
  const rest = source.replace(PLAIN_ESCAPE, "").replace(PLAIN_CLASS, "");
  return SURROGATE.test(source) || UNITS.test(rest);
}
