/** The arguments of a call: a form, or their JSON as text. */
import { isObject, type JsonObject } from "../server/call";
import { element, newId } from "./element";
import { parseJson, prettyJson } from "./format";
import { type Fields, makeFields } from "./schema-field";

export interface ArgumentForm {
  readonly nodes: readonly Node[];
  /** The arguments, once the form is valid. */
  readonly read: () => JsonObject;
  /** What was typed, finished or not. */
  readonly draft: () => Draft;
  readonly restore: (draft: Draft) => void;
}

export interface Draft {
  readonly values: JsonObject;
  /** The JSON as typed; left out where the form is used. */
  readonly json?: string | undefined;
}

/** The arguments of a tool, by its input schema. */
export function makeArguments(schema: JsonObject): ArgumentForm {
  const isFormless = ["anyOf", "oneOf", "allOf", "$ref"].some((key) => key in schema);
  return argumentForm(makeFields(schema, { isLoose: false }), isFormless);
}

/** @param isFormless begins with the JSON. */
export function argumentForm(fields: Fields, isFormless = false): ArgumentForm {
  const { nodes, read, write } = fields;
  const none = element("p", { class: "hint" }, "There are no arguments.");
  const form = element("div", { class: "fields" }, ...(nodes.length > 0 ? nodes : [none]));
  const id = newId();
  const text = element("textarea", { id, class: "code", rows: 6, spellcheck: "false" });
  const label = element("label", { for: id }, "Arguments as JSON");
  const raw = element("div", { class: "field", hidden: true }, label, text);
  const toggle = element("input", { type: "checkbox" });

  const check = (): void => {
    const isValid = !toggle.checked || isObject(parseJson(text.value));
    text.setCustomValidity(isValid ? "" : "This is not a JSON object.");
  };
  const show = (): void => {
    raw.hidden = !toggle.checked;
    form.hidden = toggle.checked;
    // Hidden fields are neither checked nor reached.
    form.inert = toggle.checked;
    for (const control of form.querySelectorAll("input, select, textarea")) {
      control.toggleAttribute("disabled", toggle.checked);
    }
    check();
  };
  const change = (): void => {
    if (toggle.checked) text.value = prettyJson(read());
    show();
  };
  text.addEventListener("input", check);
  toggle.addEventListener("change", change);
  if (isFormless) {
    toggle.checked = true;
    change();
  }
  return {
    nodes: [form, raw, element("label", { class: "option" }, toggle, "Raw JSON")],
    read: () => (toggle.checked ? (JSON.parse(text.value) as JsonObject) : read()),
    draft: () => ({ values: read(), ...(toggle.checked && { json: text.value }) }),
    restore: ({ values, json }) => {
      write(values);
      toggle.checked = json !== undefined || isFormless;
      text.value = json ?? prettyJson(values);
      show();
    },
  };
}
