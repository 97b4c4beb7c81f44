// @ts-check
/**
 * Makes an element. Attributes that are functions are listeners ("onclick"); true is an empty
 * attribute; false and undefined are none. Children that are text stay text.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Readonly<Record<string, unknown>>} [attributes]
 * @param {...(Node | string | undefined | false)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === "function") {
      made.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    } else {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  made.append(...children.filter((child) => child !== undefined && child !== false));
  return made;
}

/**
 * The element of index.html with this id.
 *
 * @template {HTMLElement} Made
 * @param {string} id
 * @param {new () => Made} type
 * @returns {Made}
 */
export function byId(id, type) {
  const found = document.getElementById(id);
  if (found instanceof type) return found;
  throw new Error(`the page has no ${type.name} "${id}"`);
}

let made = 0;

/** An id that no other element has, to tie labels and descriptions. */
export function newId() {
  made += 1;
  return `made-${made}`;
}

/**
 * What CloudWatch would not show, said at the place.
 *
 * @param {readonly string[]} problems
 * @param {string} lead
 */
export function problemList(problems, lead) {
  if (problems.length === 0) return undefined;
  const items = problems.map((text) => element("li", {}, text));
  return element(
    "div",
    { class: "problems" },
    element("strong", {}, lead),
    element("ul", {}, ...items),
  );
}
