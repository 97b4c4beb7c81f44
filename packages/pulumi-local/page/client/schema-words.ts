/** What a form says around a control: label, mark, type and description from the schema. */
import type { JsonObject } from "../server/call";
import { type Attributes, element, newId } from "./element";
import type { FormPlace } from "./schema-field";

export function labelled(
  control: HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement,
  schema: JsonObject,
  place: FormPlace,
): HTMLElement {
  const label = element("label", { for: control.id }, ...nameAndType(schema, place));
  if (place.isRequired) control.setAttribute("aria-required", "true");
  const { description } = schema;
  if (typeof description !== "string") return element("div", { class: "field" }, label, control);
  const id = newId();
  control.setAttribute("aria-describedby", id);
  const about = element("p", { id, class: "description" }, description);
  return element("div", { class: "field" }, label, control, about);
}

export function legend(schema: JsonObject, place: FormPlace): HTMLElement {
  const { description } = schema;
  const about =
    typeof description === "string" && element("span", { class: "description" }, description);
  return element("legend", {}, ...nameAndType(schema, place), about);
}

function nameAndType(
  schema: JsonObject,
  { name, isRequired }: FormPlace,
): readonly (string | false | HTMLElement)[] {
  const mark = isRequired && element("span", { class: "required", title: "required" }, "*");
  return [name, mark, element("span", { class: "type" }, typeText(schema))];
}

export function isEnforced({ isRequired, isLoose }: FormPlace): boolean {
  return isRequired && !isLoose;
}

/** The attributes that every control has. */
export function shared(schema: JsonObject, { name }: FormPlace): Attributes {
  const fallback = schema["default"];
  const example: unknown = Array.isArray(schema["examples"]) ? schema["examples"][0] : undefined;
  const text = (value: unknown): string =>
    typeof value === "string" ? value : JSON.stringify(value);
  const placeholder =
    fallback !== undefined
      ? text(fallback)
      : example !== undefined
        ? `for example ${text(example)}`
        : undefined;
  return { id: newId(), name, placeholder, autocomplete: "off" };
}

/** What a schema says of its values, briefly: "integer, 1 to 10". */
function typeText(schema: JsonObject): string {
  const { type, format, minimum, maximum, pattern } = schema;
  if (Array.isArray(schema["enum"])) return "one of";
  const [min, max] = [bound(minimum), bound(maximum)];
  const range =
    min !== undefined && max !== undefined
      ? `${min} to ${max}`
      : min !== undefined
        ? `from ${min}`
        : max !== undefined
          ? `to ${max}`
          : undefined;
  const like = textOf(pattern);
  const parts = [textOf(type) ?? "JSON", textOf(format), range, like && `like ${like}`];
  return parts.filter((part) => part !== undefined && part !== "").join(", ");
}

export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Schemas name the ends of what a number can hold where there is no bound. */
export function bound(value: unknown): number | undefined {
  return typeof value === "number" && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined;
}
