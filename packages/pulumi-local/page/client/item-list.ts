/** The names of what a server has, by kind, with a filter where there are many. */
import { element } from "./element";
import type { Item, ItemKind } from "./items";

/** From so many on, a filter helps. */
const MANY = 9;

const TITLES: readonly (readonly [ItemKind, string, string])[] = [
  ["tool", "Tools", "tool-names"],
  ["resource", "Resources", "resource-names"],
  ["template", "Templates", "template-names"],
  ["prompt", "Prompts", "prompt-names"],
];

export interface ItemList {
  readonly node: HTMLElement;
  readonly show: (items: readonly Item[]) => void;
  /** Marks the one that is looked at. */
  readonly mark: (item: Item) => void;
}

export function keyOf({ kind, id }: Pick<Item, "kind" | "id">): string {
  return `${kind} ${id}`;
}

export function makeItemList(onChoose: (item: Item) => void): ItemList {
  const filter = element("input", {
    type: "search",
    placeholder: "Filter",
    "aria-label": "Filter tools, resources and prompts",
  });
  const lists = element("div", { class: "names" });
  let marked = "";
  const applyMark = (): void => {
    for (const button of lists.querySelectorAll("button")) {
      button.setAttribute("aria-current", String(button.dataset["key"] === marked));
    }
  };
  const applyFilter = (): void => {
    const needle = filter.value.trim().toLowerCase();
    for (const item of lists.querySelectorAll("li")) {
      item.hidden = !item.textContent.toLowerCase().includes(needle);
    }
  };
  filter.addEventListener("input", applyFilter);
  const toEntry = (item: Item): HTMLElement => {
    const onclick = (): void => {
      onChoose(item);
    };
    const about = item.title !== item.id && element("span", {}, item.title);
    const attributes = { type: "button", name: item.id, "data-key": keyOf(item), onclick };
    return element("li", {}, element("button", attributes, item.id, about));
  };
  return {
    node: element("div", { class: "tool-choice" }, filter, lists),
    show: (items) => {
      const isMixed = new Set(items.map(({ kind }) => kind)).size > 1;
      const groups = TITLES.flatMap(([kind, title, name]) => {
        const own = items.filter((item) => item.kind === kind);
        if (own.length === 0) return [];
        const list = element("ul", { class: name, "aria-label": title }, ...own.map(toEntry));
        return isMixed ? [element("h3", {}, title), list] : [list];
      });
      lists.replaceChildren(...groups);
      filter.hidden = items.length < MANY;
      if (filter.hidden) filter.value = "";
      applyFilter();
      applyMark();
    },
    mark: (item) => {
      marked = keyOf(item);
      applyMark();
    },
  };
}
