/** A section that lists what the server has of a kind; nothing is shown where there is none. */
import type { Refusal } from "../server/call";
import { byId } from "./element";

export interface ListSection {
  /** Reads the list again. */
  readonly refresh: () => Promise<void>;
}

export interface Listed<Item> {
  /** Said beside the title. */
  readonly about: string;
  readonly show: (items: readonly Item[]) => readonly HTMLElement[];
}

/** @param name of the section in index.html, and of what the server is asked for. */
export function makeListSection<Item>(name: string, { about, show }: Listed<Item>): ListSection {
  const section = byId(name, HTMLElement);
  const link = byId(`${name}-link`, HTMLElement);
  const state = byId(`${name}-state`, HTMLElement);
  const body = byId(`${name}-body`, HTMLElement);
  let shown = "";
  /** The newest question: older answers that come later are not shown. */
  let asked = 0;

  const update = (items: readonly Item[]): void => {
    const next = JSON.stringify(items);
    if (next === shown) return;
    shown = next;
    section.hidden = link.hidden = items.length === 0;
    body.replaceChildren(...show(items));
  };
  const refresh = async (): Promise<void> => {
    asked += 1;
    const own = asked;
    try {
      const response = await fetch(`/~/${name}`);
      if (!response.ok) throw new Error(((await response.json()) as Refusal).message);
      const items = (await response.json()) as readonly Item[];
      if (own !== asked) return;
      state.textContent = about;
      update(items);
    } catch (error) {
      state.textContent = `The ${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    }
  };
  return { refresh };
}
