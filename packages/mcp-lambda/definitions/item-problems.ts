/** Faults of a tool, a resource, a resource template and a prompt, by field. */
import type * as z from "zod";
import { jsonSchema, schemaProblems } from "../features/schema";
import { parseUriTemplate } from "../features/uri-template";
import { uiProblem } from "../ui/tool-pages";
import { decorationFaults } from "./decoration-problems";
import {
  argumentNameProblem,
  mediaTypeProblem,
  nameProblem,
  scopesProblem,
  textProblem,
  toolNameProblem,
  uriProblem,
} from "./names";
import { needsProblem } from "./needs-problem";
import { takesText } from "./takes-text";

/** A definition, which may have been written without types. */
export type Item = Readonly<Record<string, unknown>>;

/** Faults by field; undefined where the field is as it should be. */
type Faults = Readonly<Record<string, string | undefined>>;

export function toolProblems(tool: Item): readonly string[] {
  const { name, inputSchema, outputSchema, scopes, run } = tool;
  return [
    ...told({
      name: toolNameProblem(name),
      ...described(tool),
      scopes: scopesProblem(scopes),
      needs: needsProblem(tool["needs"]),
      ui: tool["ui"] === undefined ? undefined : uiProblem(tool["ui"]),
      run: functionProblem(run),
      ...asksFaults(tool),
    }),
    ...objectProblems("inputSchema", inputSchema, "input"),
    ...argumentProblems("inputSchema", inputSchema),
    ...(outputSchema === undefined ? [] : objectProblems("outputSchema", outputSchema, "output")),
  ];
}

/** 2025 clients answer what a tool asks by an argument of this package's. */
function asksFaults({ asks, inputSchema }: Item): Faults {
  if (asks === undefined) return {};
  if (asks !== true) return { asks: "write true, or leave it out" };
  const isTaken = "confirm" in (fieldsOf(inputSchema) ?? {});
  return isTaken
    ? { "inputSchema.confirm": "a tool that asks has an argument of this name already: rename it" }
    : {};
}

export function resourceProblems(resource: Item): readonly string[] {
  const { uri, read } = resource;
  return told({
    uri: uriProblem(uri),
    ...readable(resource),
    needs: needsProblem(resource["needs"]),
    read: functionProblem(read),
  });
}

export function templateProblems(template: Item): readonly string[] {
  const { uriTemplate, read, complete } = template;
  const faults = told({
    ...readable(template),
    needs: needsProblem(template["needs"]),
    read: functionProblem(read),
  });
  try {
    const { variableNames } = parseUriTemplate(String(uriTemplate));
    return [...faults, ...completerProblems(complete, variableNames)];
  } catch (error) {
    return [...faults, `uriTemplate: ${(error as Error).message}`];
  }
}

export function promptProblems(prompt: Item): readonly string[] {
  const { name, arguments: schema, write, complete } = prompt;
  const faults = told({
    name: nameProblem(name),
    ...described(prompt),
    needs: needsProblem(prompt["needs"]),
    write: functionProblem(write),
  });
  const fields = fieldsOf(schema);
  if (fields === undefined) return [...faults, ...objectProblems("arguments", schema, "input")];
  const properties = jsonSchema(schema as z.ZodObject, "input")["properties"] as Item;
  const ofFields = Object.entries(fields).map(([field, type]) => [
    `arguments.${field}`,
    takesText(properties[field], type)
      ? undefined
      : "people fill in texts: use z.string() or z.coerce",
  ]);
  return [
    ...faults,
    ...objectProblems("arguments", schema, "input"),
    ...argumentProblems("arguments", schema),
    ...told(Object.fromEntries(ofFields) as Faults),
    ...completerProblems(complete, Object.keys(fields)),
  ];
}

function told(faults: Faults): readonly string[] {
  return Object.entries(faults).flatMap(([field, fault]) =>
    fault === undefined ? [] : `${field}: ${fault}`,
  );
}

function described(item: Item): Faults {
  const { title, description } = item;
  return {
    title: textProblem(title),
    description: textProblem(description),
    ...decorationFaults(item),
  };
}

function readable(item: Item): Faults {
  const { name, mimeType } = item;
  return { name: textProblem(name), ...described(item), mimeType: mediaTypeProblem(mimeType) };
}

function functionProblem(value: unknown): string | undefined {
  return typeof value === "function" ? undefined : "it is not a function";
}

/** Fields of a z.object(); undefined for what is none, or one of another version of zod. */
function fieldsOf(schema: unknown): Readonly<Record<string, z.ZodType>> | undefined {
  const def = (schema as Partial<z.ZodObject> | undefined)?._zod?.def;
  return def?.type === "object" ? def.shape : undefined;
}

function objectProblems(
  field: string,
  schema: unknown,
  direction: "input" | "output",
): readonly string[] {
  if (fieldsOf(schema) === undefined) return [`${field}: it is not a z.object({ ... }) of zod 4`];
  return schemaProblems(schema as z.ZodObject, direction).map((problem) => `${field}${problem}`);
}

function argumentProblems(field: string, schema: unknown): readonly string[] {
  const names = Object.keys(fieldsOf(schema) ?? {});
  return told(
    Object.fromEntries(names.map((name) => [`${field}.${name}`, argumentNameProblem(name)])),
  );
}

function completerProblems(complete: unknown, names: readonly string[]): readonly string[] {
  const unknown = Object.keys(complete ?? {}).filter((name) => !names.includes(name));
  const known = names.length === 0 ? "none" : names.join(", ");
  return unknown.map((name) => `complete.${name}: there is no such name: there is ${known}`);
}
