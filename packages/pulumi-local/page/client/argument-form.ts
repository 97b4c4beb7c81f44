/** The arguments of a tool: a form made from its input schema, or their JSON as text. */
import { isObject, type JsonObject } from "../server/call";
import { element, newId } from "./element";
import { parseJson, prettyJson } from "./format";
import { makeFields } from "./schema-field";

export interface ArgumentForm {
  readonly nodes: readonly Node[];
  /** The arguments, once the form is valid. */
  readonly read: () => JsonObject;
}

export function makeArguments(schema: JsonObject): ArgumentForm {
  const { nodes, read } = makeFields(schema, { isLoose: false });
  const isFormless = ["anyOf", "oneOf", "allOf", "$ref"].some((key) => key in schema);
  const none = element("p", { class: "hint" }, "This tool takes no arguments.");
  const form = element("div", { class: "fields" }, ...(nodes.length > 0 ? nodes : [none]));
  const id = newId();
  const text = element("textarea", { id, class: "code", rows: 6, spellcheck: "false" });
  const raw = element(
    "div",
    { class: "field", hidden: true },
    element("label", { for: id }, "Arguments as JSON"),
    text,
  );
  const toggle = element("input", { type: "checkbox" });

  const check = (): void => {
    const isValid = !toggle.checked || isObject(parseJson(text.value));
    text.setCustomValidity(isValid ? "" : "This is not a JSON object.");
  };
  const show = (): void => {
    if (toggle.checked) text.value = prettyJson(read());
    raw.hidden = !toggle.checked;
    form.hidden = toggle.checked;
    // Hidden fields are neither checked nor reached.
    form.inert = toggle.checked;
    for (const control of form.querySelectorAll("input, select, textarea")) {
      control.toggleAttribute("disabled", toggle.checked);
    }
    check();
  };
  text.addEventListener("input", check);
  toggle.addEventListener("change", show);
  if (isFormless) {
    toggle.checked = true;
    show();
  }
  return {
    nodes: [form, raw, element("label", { class: "option" }, toggle, "Raw JSON")],
    read: () => (toggle.checked ? (JSON.parse(text.value) as JsonObject) : read()),
  };
}
