/** Schemas (https://standardschema.dev) as the protocol wants them: JSON Schema. */
import type { StandardSchemaWithJSON } from "@modelcontextprotocol/server";
import { openIntersections } from "./open-intersections";
import { definitionNamed } from "./schema-definitions";
import { tidied } from "./tidy-schema";
import { fieldOf, type Unrepresentable, whyNot } from "./unrepresentable";

/** What a schema takes, or what it gives. */
export type Direction = "input" | "output";

/** JSON Schema of an object. */
export type JsonSchema = Record<string, unknown> & { readonly type: "object" };

interface Conversion {
  readonly converted: JsonSchema;
  readonly problems: readonly string[];
}

const conversions = new WeakMap<StandardSchemaWithJSON, Partial<Record<Direction, Conversion>>>();

/**
 * JSON Schema of what a schema takes, or gives, in the protocol's default dialect. What JSON Schema
 * cannot express is anything here, so that a list is there whatever is in it: see schemaProblems.
 */
export function jsonSchema(schema: StandardSchemaWithJSON, direction: Direction): JsonSchema {
  return conversion(schema, direction).converted;
}

/** What of a schema JSON Schema cannot express, by field: `.when: z.date() has no JSON Schema: ...` */
export function schemaProblems(
  schema: StandardSchemaWithJSON,
  direction: Direction,
): readonly string[] {
  return conversion(schema, direction).problems;
}

/**
 * The same schema for the SDK, which converts it for each request and checks with it: converted
 * once, and checked where the tool is called.
 */
export function convertedOnce(schema: StandardSchemaWithJSON): StandardSchemaWithJSON {
  return {
    "~standard": {
      version: 1,
      vendor: schema["~standard"].vendor,
      validate: (value) => ({ value }),
      jsonSchema: {
        input: () => jsonSchema(schema, "input"),
        output: () => jsonSchema(schema, "output"),
      },
    },
  };
}

function conversion(schema: StandardSchemaWithJSON, direction: Direction): Conversion {
  let known = conversions.get(schema);
  if (known === undefined) conversions.set(schema, (known = {}));
  return (known[direction] ??= convert(schema, direction));
}

function convert(schema: StandardSchemaWithJSON, direction: Direction): Conversion {
  const problems: string[] = [];
  const unrepresentable = (found: Unrepresentable): "any" => {
    problems.push(`${fieldOf(found.path)}: ${whyNot(found)}`);
    return "any";
  };
  // Options of zod's: https://zod.dev/json-schema
  const libraryOptions = { unrepresentable, override: tidied(direction, unrepresentable) };
  try {
    const converted = schema["~standard"].jsonSchema[direction]({
      target: "draft-2020-12",
      libraryOptions,
    });
    if (direction === "output") openIntersections(converted);
    const { $schema, $ref, ...rest } = converted;
    // Clients look for properties at the root.
    const root = definitionNamed($ref, rest["$defs"]);
    return { converted: { type: "object", ...rest, ...root }, problems };
  } catch (error) {
    problems.push(
      `: it has no JSON Schema: ${error instanceof Error ? error.message : "it threw"}`,
    );
    return { converted: { type: "object" }, problems };
  }
}
