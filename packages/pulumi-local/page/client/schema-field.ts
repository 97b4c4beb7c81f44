/**
 * A field of a form for a JSON Schema: what a person can fill in, and the value it stands for.
 * What no form can express (anyOf, $ref, free objects) is a text of JSON.
 */
import { isObject, type JsonObject } from "../server/call";
import { element } from "./element";
import { checkbox, choice, jsonField, numberField, textField } from "./schema-controls";
import { legend } from "./schema-words";

export interface FormField {
  readonly node: HTMLElement;
  /** The value; undefined when it is left out. */
  readonly read: () => unknown;
  /** Fills it in; undefined, and what it cannot hold, empties it. */
  readonly write: (value: unknown) => void;
}

export interface FormPlace {
  readonly name: string;
  readonly isRequired: boolean;
  /** Within something optional: not enforced, the server decides. */
  readonly isLoose: boolean;
}

function makeField(schema: JsonObject, place: FormPlace): FormField {
  if (Array.isArray(schema["enum"])) return choice(schema["enum"], schema, place);
  if ("const" in schema) return choice([schema["const"]], schema, place);
  switch (schema["type"]) {
    case "string":
      return textField(schema, place);
    case "number":
    case "integer":
      return numberField(schema, place);
    case "boolean":
      return place.isRequired ? checkbox(schema, place) : choice([true, false], schema, place);
    case "object":
      return isObject(schema["properties"]) ? group(schema, place) : jsonField(schema, place);
    case "array":
      return isObject(schema["items"])
        ? list(schema["items"], schema, place)
        : jsonField(schema, place);
    default:
      return jsonField(schema, place);
  }
}

export interface Fields {
  readonly nodes: readonly HTMLElement[];
  readonly read: () => JsonObject;
  readonly write: (values: JsonObject) => void;
}

/** The fields of an object's properties. */
export function makeFields(schema: JsonObject, { isLoose }: Pick<FormPlace, "isLoose">): Fields {
  const required: readonly unknown[] = Array.isArray(schema["required"]) ? schema["required"] : [];
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  const fields = Object.entries(properties).map(([name, property]) => {
    const place = { name, isRequired: required.includes(name), isLoose };
    return { name, ...makeField(isObject(property) ? property : {}, place) };
  });
  return together(fields);
}

/** Fields by their names, as those of one object. */
export function together(fields: readonly (FormField & { readonly name: string })[]): Fields {
  return {
    nodes: fields.map(({ node }) => node),
    read: () => {
      const values = fields.map(({ name, read }) => [name, read()] as const);
      return Object.fromEntries(values.filter(([, value]) => value !== undefined));
    },
    write: (values) => {
      for (const { name, write } of fields) write(values[name]);
    },
  };
}

function group(schema: JsonObject, place: FormPlace): FormField {
  const isLoose = place.isLoose || !place.isRequired;
  const { nodes, read, write } = makeFields(schema, { isLoose });
  const node = element("fieldset", { class: "group" }, legend(schema, place), ...nodes);
  return {
    node,
    read: () => {
      const value = read();
      return isLoose && Object.keys(value).length === 0 ? undefined : value;
    },
    write: (value) => {
      write(isObject(value) ? value : {});
    },
  };
}

function list(items: JsonObject, schema: JsonObject, place: FormPlace): FormField {
  const fields = new Set<FormField>();
  const rows = element("ol", { class: "items" });
  let added = 0;
  const add = (): FormField => {
    added += 1;
    const name = `${place.name} ${added}`;
    const field = makeField(items, { name, isRequired: true, isLoose: place.isLoose });
    const remove = element(
      "button",
      { type: "button", class: "quiet", "aria-label": `Remove ${name}` },
      "Remove",
    );
    const row = element("li", {}, field.node, remove);
    remove.addEventListener("click", () => {
      fields.delete(field);
      row.remove();
      adder.focus();
    });
    fields.add(field);
    rows.append(row);
    return field;
  };
  const onclick = (): void => {
    add().node.querySelector<HTMLElement>("input, select, textarea")?.focus();
  };
  const adder = element(
    "button",
    { type: "button", class: "quiet", onclick },
    `Add to ${place.name}`,
  );
  const node = element("fieldset", { class: "group" }, legend(schema, place), rows, adder);
  return {
    node,
    read: () => {
      const values = [...fields].map(({ read }) => read()).filter((value) => value !== undefined);
      return values.length === 0 && !place.isRequired ? undefined : values;
    },
    write: (value) => {
      fields.clear();
      rows.replaceChildren();
      for (const each of Array.isArray(value) ? value : []) add().write(each);
    },
  };
}
