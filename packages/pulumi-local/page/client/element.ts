type AttributeValue = string | number | boolean | (() => void) | undefined;

export type Attributes = Readonly<Record<string, AttributeValue>>;

/**
 * Makes an element. Attributes that are functions are listeners ("onclick"); true is an empty
 * attribute; false and undefined are none. Children that are text stay text.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string | undefined | false)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") {
      made.addEventListener(name.slice(2), value);
    } else {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

/** The element of index.html with this id. */
export function byId<Made extends HTMLElement>(id: string, type: new () => Made): Made {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`the page has no ${type.name} "${id}"`);
}

let made = 0;

/** An id that no other element has, to tie labels and descriptions. */
export function newId(): string {
  made += 1;
  return `made-${made}`;
}

/** What CloudWatch would not show, reported at its place. */
export function problemList(problems: readonly string[], lead: string): HTMLElement | undefined {
  if (problems.length === 0) return undefined;
  const items = problems.map((text) => element("li", {}, text));
  return element(
    "div",
    { class: "problems" },
    element("strong", {}, lead),
    element("ul", {}, ...items),
  );
}
