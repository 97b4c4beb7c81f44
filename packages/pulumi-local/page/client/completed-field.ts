/** A field for a text, with what the server suggests for it as one types (completion/complete). */
import { element, newId } from "./element";
import type { FormField, FormPlace } from "./schema-field";
import { isEnforced, labelled, shared } from "./schema-words";

/** What was typed into a field, and what the server has to it. */
export type Suggest = (name: string, typed: string) => Promise<readonly string[]>;

/** A pause in typing, after which the server is asked. */
const PAUSE_MS = 120;

export interface TextPlace extends FormPlace {
  readonly description: string | undefined;
  readonly suggest: Suggest;
}

export function completedField({ description, suggest, ...place }: TextPlace): FormField {
  const { name } = place;
  const schema = { type: "string", ...(description !== undefined && { description }) };
  const list = element("datalist", { id: newId() });
  const input = element("input", {
    ...shared(schema, place),
    type: "text",
    required: isEnforced(place),
    list: list.id,
  });
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** The newest question: older answers that come later are not shown. */
  let asked = 0;
  const complete = async (): Promise<void> => {
    asked += 1;
    const own = asked;
    const values = await suggest(name, input.value).catch(() => []);
    if (own === asked) list.replaceChildren(...values.map((value) => element("option", { value })));
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void complete(), PAUSE_MS);
  };
  input.addEventListener("input", soon);
  input.addEventListener("focus", soon);
  return {
    node: element("div", {}, labelled(input, schema, place), list),
    read: () => (input.value === "" ? undefined : input.value),
    write: (value) => {
      input.value = typeof value === "string" ? value : "";
    },
  };
}
