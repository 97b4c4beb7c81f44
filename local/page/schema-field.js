// @ts-check
/**
 * A field of a form for a JSON Schema: what a person can fill in, and the value it stands for.
 * What no form can express (anyOf, $ref, free objects) is a text of JSON.
 */
import { element } from "./element.js";
import { isObject } from "./format.js";
import { checkbox, choice, jsonField, numberField, textField } from "./schema-controls.js";
import { legend } from "./schema-words.js";

/** @typedef {Readonly<Record<string, unknown>>} Schema */
/**
 * @typedef {object} Field
 * @property {HTMLElement} node
 * @property {() => unknown} read the value; undefined when it is left out
 */
/**
 * @typedef {object} Place
 * @property {string} name
 * @property {boolean} isRequired
 * @property {boolean} [isLoose] within something optional: not enforced, the server decides
 */

/**
 * @param {Schema} schema
 * @param {Place} place
 * @returns {Field}
 */
export function makeField(schema, place) {
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

/**
 * The fields of an object's properties.
 *
 * @param {Schema} schema
 * @param {{ isLoose: boolean }} options
 * @returns {{ nodes: HTMLElement[], read: () => Record<string, unknown> }}
 */
export function makeFields(schema, { isLoose }) {
  const required = Array.isArray(schema["required"]) ? schema["required"] : [];
  const properties = isObject(schema["properties"]) ? schema["properties"] : {};
  const fields = Object.entries(properties).map(([name, property]) => {
    const place = { name, isRequired: required.includes(name), isLoose };
    return { name, ...makeField(isObject(property) ? property : {}, place) };
  });
  return {
    nodes: fields.map(({ node }) => node),
    read: () => {
      const values = fields.map(({ name, read }) => /** @type {const} */ ([name, read()]));
      return Object.fromEntries(values.filter(([, value]) => value !== undefined));
    },
  };
}

/** @param {Schema} schema @param {Place} place @returns {Field} */
function group(schema, place) {
  const isLoose = place.isLoose === true || !place.isRequired;
  const { nodes, read } = makeFields(schema, { isLoose });
  const node = element("fieldset", { class: "group" }, legend(schema, place), ...nodes);
  return {
    node,
    read: () => {
      const value = read();
      return isLoose && Object.keys(value).length === 0 ? undefined : value;
    },
  };
}

/** @param {Schema} items @param {Schema} schema @param {Place} place @returns {Field} */
function list(items, schema, place) {
  /** @type {Set<Field>} */
  const fields = new Set();
  const rows = element("ol", { class: "items" });
  let added = 0;
  const add = () => {
    added += 1;
    const name = `${place.name} ${added}`;
    const field = makeField(items, { name, isRequired: true, isLoose: place.isLoose ?? false });
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
    const control = row.querySelector("input, select, textarea");
    if (control instanceof HTMLElement) control.focus();
  };
  const adder = element(
    "button",
    { type: "button", class: "quiet", onclick: add },
    `Add to ${place.name}`,
  );
  const node = element("fieldset", { class: "group" }, legend(schema, place), rows, adder);
  return {
    node,
    read: () => {
      const values = [...fields].map(({ read }) => read()).filter((value) => value !== undefined);
      return values.length === 0 && !place.isRequired ? undefined : values;
    },
  };
}
