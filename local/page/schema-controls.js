// @ts-check
/** The single controls of a form: text, number, choice, checkbox, and JSON for all the rest. */
import { element } from "./element.js";
import { prettyJson } from "./format.js";
import { bound, enforced, labelled, shared } from "./schema-words.js";

/** @typedef {import("./schema-field.js").Schema} Schema */
/** @typedef {import("./schema-field.js").Place} Place */
/** @typedef {import("./schema-field.js").Field} Field */

/** Longer texts get more than a line. */
const LINE_LENGTH = 200;

/** @param {Schema} schema @param {Place} place @returns {Field} */
export function textField(schema, place) {
  const { minLength, maxLength, pattern, format } = schema;
  const types = { email: "email", uri: "url", date: "date" };
  const type = types[/** @type {keyof typeof types} */ (format)] ?? "text";
  const isLong =
    format === undefined && pattern === undefined && Number(maxLength ?? Infinity) > LINE_LENGTH;
  const attributes = {
    ...shared(schema, place),
    required: enforced(place) && Number(minLength ?? 0) > 0,
    minlength: minLength,
    maxlength: maxLength,
  };
  const input = isLong
    ? element("textarea", { ...attributes, rows: 1 })
    : element("input", { ...attributes, type, pattern });
  const read = () => (input.value === "" && !enforced(place) ? undefined : input.value);
  return { node: labelled(input, schema, place), read };
}

/** @param {Schema} schema @param {Place} place @returns {Field} */
export function numberField(schema, place) {
  const { type, minimum, maximum, multipleOf } = schema;
  const input = element("input", {
    ...shared(schema, place),
    type: "number",
    required: enforced(place),
    min: bound(minimum),
    max: bound(maximum),
    step: multipleOf ?? (type === "integer" ? 1 : "any"),
    inputmode: "decimal",
  });
  return {
    node: labelled(input, schema, place),
    read: () => (input.value === "" ? undefined : input.valueAsNumber),
  };
}

/** @param {Schema} schema @param {Place} place @returns {Field} */
export function checkbox(schema, place) {
  const input = element("input", { ...shared(schema, place), type: "checkbox" });
  input.checked = schema["default"] === true;
  return { node: labelled(input, schema, place), read: () => input.checked };
}

/** @param {readonly unknown[]} values @param {Schema} schema @param {Place} place @returns {Field} */
export function choice(values, schema, place) {
  const fallback = "default" in schema ? ` (default ${String(schema["default"])})` : "";
  const none = place.isRequired ? "choose" : `leave out${fallback}`;
  const select = element(
    "select",
    { ...shared(schema, place), required: enforced(place) },
    element("option", { value: "" }, none),
    ...values.map((value, index) => element("option", { value: index }, String(value))),
  );
  return {
    node: labelled(select, schema, place),
    read: () => (select.value === "" ? undefined : values[Number(select.value)]),
  };
}

/** @param {Schema} schema @param {Place} place @returns {Field} */
export function jsonField(schema, place) {
  const input = element("textarea", {
    ...shared(schema, place),
    required: enforced(place),
    rows: 2,
    spellcheck: "false",
    class: "code",
  });
  input.addEventListener("input", () => {
    input.setCustomValidity(
      input.value.trim() === "" || isJson(input.value) ? "" : "This is no JSON.",
    );
  });
  const details = element(
    "details",
    { class: "schema" },
    element("summary", {}, `JSON; schema of ${place.name}`),
    element("pre", {}, element("code", {}, prettyJson(schema))),
  );
  return {
    node: element("div", {}, labelled(input, schema, place), details),
    read: () => (input.value.trim() === "" ? undefined : JSON.parse(input.value)),
  };
}

/** @param {string} text */
function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
