/** Intersections as lists show them, where zod does not make one object of the parts. */
import { definitionNamed } from "./schema-definitions";

type Json = Record<string, unknown>;

/**
 * Intersections that zod has not made one object of, as it does not where a part has a description or
 * an id: each part would refuse the properties of the others.
 */
export function openIntersections(json: Json, definitions: unknown = json["$defs"]): void {
  for (const [keyword, inner] of Object.entries(json)) {
    const parts: readonly unknown[] = Array.isArray(inner) ? inner : [inner];
    for (const part of parts.filter(isJson)) {
      openIntersections(part, definitions);
      if (keyword === "allOf") openPart(part, definitions);
    }
  }
}

function openPart(part: Json, definitions: unknown): void {
  if (part["additionalProperties"] === false) delete part["additionalProperties"];
  const named = definitionNamed(part["$ref"], definitions);
  if (named !== undefined) openPart(named, undefined);
  for (const keyword of ["anyOf", "oneOf"]) {
    const options = part[keyword];
    if (Array.isArray(options))
      options.filter(isJson).forEach((option) => {
        openPart(option, definitions);
      });
  }
}

function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
