/** Schemas (https://standardschema.dev) as the protocol wants them: JSON Schema, and issues in words. */
import type { StandardSchemaV1, StandardSchemaWithJSON } from "@modelcontextprotocol/server";

type Direction = "input" | "output";

/** JSON Schema of an object. */
export type JsonSchema = Record<string, unknown> & { readonly type: "object" };

/** JSON Schema of what a schema takes, or gives. The dialect is the protocol's default. */
export function jsonSchema(schema: StandardSchemaWithJSON, direction: Direction): JsonSchema {
  return {
    type: "object",
    ...schema["~standard"].jsonSchema[direction]({ target: "draft-2020-12" }),
  };
}

/**
 * The same schema for the SDK, which converts it for each request and checks with it: converted
 * once, and checked where the tool is called.
 */
export function convertedOnce(schema: StandardSchemaWithJSON): StandardSchemaWithJSON {
  const known: Partial<Record<Direction, Record<string, unknown>>> = {};
  const convert = (direction: Direction) => (): Record<string, unknown> =>
    (known[direction] ??= jsonSchema(schema, direction));
  return {
    "~standard": {
      version: 1,
      vendor: schema["~standard"].vendor,
      validate: (value) => ({ value }),
      jsonSchema: { input: convert("input"), output: convert("output") },
    },
  };
}

/** What is wrong, and where: `a: expected number; b.c: too long`. */
export function describeIssues(issues: readonly StandardSchemaV1.Issue[]): string {
  return issues
    .map(({ path = [], message }) => [pathOf(path), message].filter(Boolean).join(": "))
    .join("; ");
}

function pathOf(path: NonNullable<StandardSchemaV1.Issue["path"]>): string {
  return path.map((part) => String(typeof part === "object" ? part.key : part)).join(".");
}
