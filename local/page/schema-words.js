// @ts-check
/** What a form says around a control: label, mark, type and description from the schema. */
import { element, newId } from "./element.js";

/** @typedef {import("./schema-field.js").Schema} Schema */
/** @typedef {import("./schema-field.js").Place} Place */
/** @typedef {import("./schema-field.js").Field} Field */

/**
 * @param {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} control
 * @param {Schema} schema
 * @param {Place} place
 */
export function labelled(control, schema, { name, isRequired }) {
  const mark = isRequired && element("span", { class: "required", title: "required" }, "*");
  const label = element(
    "label",
    { for: control.id },
    name,
    mark,
    element("span", { class: "type" }, typeText(schema)),
  );
  if (isRequired) control.setAttribute("aria-required", "true");
  const { description } = schema;
  if (typeof description !== "string") return element("div", { class: "field" }, label, control);
  const id = newId();
  control.setAttribute("aria-describedby", id);
  return element(
    "div",
    { class: "field" },
    label,
    control,
    element("p", { id, class: "description" }, description),
  );
}

/** @param {Schema} schema @param {Place} place */
export function legend(schema, { name, isRequired }) {
  const { description } = schema;
  const mark = isRequired && element("span", { class: "required", title: "required" }, "*");
  const text =
    typeof description === "string" && element("span", { class: "description" }, description);
  return element(
    "legend",
    {},
    name,
    mark,
    element("span", { class: "type" }, typeText(schema)),
    text,
  );
}

/** @param {Place} place */
export function enforced({ isRequired, isLoose }) {
  return isRequired && isLoose !== true;
}

/** @param {Schema} schema @param {Place} place */
export function shared(schema, { name }) {
  const fallback = schema["default"];
  const example = Array.isArray(schema["examples"]) ? schema["examples"][0] : undefined;
  const text = (/** @type {unknown} */ value) =>
    typeof value === "string" ? value : JSON.stringify(value);
  const placeholder =
    fallback !== undefined
      ? text(fallback)
      : example !== undefined
        ? `for example ${text(example)}`
        : undefined;
  return { id: newId(), name, placeholder, autocomplete: "off" };
}

/** What a schema says of its values, briefly: "integer, 1 to 10". @param {Schema} schema */
export function typeText(schema) {
  const { type, format, minimum, maximum, pattern } = schema;
  if (Array.isArray(schema["enum"])) return "one of";
  const [least, most] = [bound(minimum), bound(maximum)];
  const range =
    least !== undefined && most !== undefined
      ? `${least} to ${most}`
      : least !== undefined
        ? `from ${least}`
        : most !== undefined && `to ${most}`;
  const parts = [
    typeof type === "string" ? type : "JSON",
    format,
    range,
    pattern !== undefined && `like ${String(pattern)}`,
  ];
  return parts.filter((part) => typeof part === "string").join(", ");
}

/** Schemas name the ends of what a number can hold where there is no bound. @param {unknown} value */
export function bound(value) {
  return typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
}
