/** The single controls of a form: text, number, choice, checkbox, and JSON for all the rest. */
import type { JsonObject } from "../server/call";
import { element } from "./element";
import { parseJson, prettyJson } from "./format";
import type { FormField, FormPlace } from "./schema-field";
import { bound, isEnforced, labelled, shared, textOf } from "./schema-words";

/** Longer texts get more than a line. */
const LINE_LENGTH = 200;
const INPUT_TYPES: ReadonlyMap<unknown, string> = new Map([
  ["email", "email"],
  ["uri", "url"],
  ["date", "date"],
]);

export function textField(schema: JsonObject, place: FormPlace): FormField {
  const { minLength, maxLength, pattern, format } = schema;
  const isLong =
    format === undefined && pattern === undefined && Number(maxLength ?? Infinity) > LINE_LENGTH;
  const attributes = {
    ...shared(schema, place),
    required: isEnforced(place) && Number(minLength ?? 0) > 0,
    minlength: bound(minLength),
    maxlength: bound(maxLength),
  };
  const type = INPUT_TYPES.get(format) ?? "text";
  const input = isLong
    ? element("textarea", { ...attributes, rows: 1 })
    : element("input", { ...attributes, type, pattern: textOf(pattern) });
  return {
    node: labelled(input, schema, place),
    read: () => (input.value === "" && !isEnforced(place) ? undefined : input.value),
    write: (value) => {
      input.value = typeof value === "string" ? value : "";
    },
  };
}

export function numberField(schema: JsonObject, place: FormPlace): FormField {
  const { type, minimum, maximum, multipleOf } = schema;
  const input = element("input", {
    ...shared(schema, place),
    type: "number",
    required: isEnforced(place),
    min: bound(minimum),
    max: bound(maximum),
    step: bound(multipleOf) ?? (type === "integer" ? 1 : "any"),
    inputmode: "decimal",
  });
  return {
    node: labelled(input, schema, place),
    read: () => (input.value === "" ? undefined : input.valueAsNumber),
    write: (value) => {
      input.value = typeof value === "number" ? String(value) : "";
    },
  };
}

export function checkbox(schema: JsonObject, place: FormPlace): FormField {
  const input = element("input", { ...shared(schema, place), type: "checkbox" });
  input.checked = schema["default"] === true;
  return {
    node: labelled(input, schema, place),
    read: () => input.checked,
    write: (value) => {
      input.checked = value === true;
    },
  };
}

export function choice(
  values: readonly unknown[],
  schema: JsonObject,
  place: FormPlace,
): FormField {
  const fallback = "default" in schema ? ` (default ${String(schema["default"])})` : "";
  const none = place.isRequired ? "choose" : `leave out${fallback}`;
  const select = element(
    "select",
    { ...shared(schema, place), required: isEnforced(place) },
    element("option", { value: "" }, none),
    ...values.map((value, index) => element("option", { value: index }, String(value))),
  );
  return {
    node: labelled(select, schema, place),
    read: () => (select.value === "" ? undefined : values[Number(select.value)]),
    write: (value) => {
      const index = values.findIndex((each) => JSON.stringify(each) === JSON.stringify(value));
      select.value = index < 0 ? "" : String(index);
    },
  };
}

export function jsonField(schema: JsonObject, place: FormPlace): FormField {
  const input = element("textarea", {
    ...shared(schema, place),
    required: isEnforced(place),
    rows: 2,
    spellcheck: "false",
    class: "code",
  });
  input.addEventListener("input", () => {
    const isValid = input.value.trim() === "" || parseJson(input.value) !== undefined;
    input.setCustomValidity(isValid ? "" : "This is not JSON.");
  });
  const details = element(
    "details",
    { class: "schema" },
    element("summary", {}, `JSON; schema of ${place.name}`),
    element("pre", {}, element("code", {}, prettyJson(schema))),
  );
  return {
    node: element("div", {}, labelled(input, schema, place), details),
    read: () => parseJson(input.value),
    write: (value) => {
      input.value = value === undefined ? "" : prettyJson(value);
    },
  };
}
