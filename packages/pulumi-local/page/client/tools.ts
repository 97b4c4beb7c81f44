/** What the server has to call: which there are, how they are called, and the one that is looked at. */
import { type AccessControl, makeAccess } from "./access";
import { type CallRecord, CallRecords } from "./call-record";
import { byId, element } from "./element";
import { makeHistory } from "./history";
import { type ItemPanel, makePanel, type PanelOptions, type PanelState } from "./item-panel";
import { keyOf, makeItemList } from "./item-list";
import type { Item } from "./items";
import { listItems } from "./listing";
import type { CallManner } from "./mcp-client";

interface KeptPanel {
  readonly panel: ItemPanel;
  readonly listed: string;
}

/** Makes the section; `reload` lists what there is again. */
export function makeTools({ onCalled }: Pick<PanelOptions, "onCalled">): {
  readonly reload: () => Promise<void>;
} {
  const state = byId("tools-state", HTMLElement);
  const place = element("div", { class: "tool-place" });
  const control = makeManner(() => void reload());
  const list = makeItemList((item) => {
    choose(item);
  });
  const records = new CallRecords(() => {
    history.update(records);
  });
  const history = makeHistory(
    (record) => {
      takeUp(record);
    },
    () => {
      records.clear();
    },
  );
  history.update(records);
  byId("tools-body", HTMLElement).append(control.node, list.node, place, history.node);

  /** What was typed stays, also when what is called has changed meanwhile. */
  const panels = new Map<string, KeptPanel>();
  let chosen = "";
  let items: readonly Item[] = [];
  const options: PanelOptions = {
    manner: control.manner,
    tools: () => items.flatMap(({ tool }) => tool ?? []),
    records,
    onCalled,
  };

  const panelOf = (item: Item): ItemPanel => {
    const key = keyOf(item);
    const listed = JSON.stringify(item.listed);
    const kept = panels.get(key);
    // A call that is under way goes on where it was begun.
    if (kept !== undefined && (kept.listed === listed || kept.panel.isBusy())) return kept.panel;
    const panel = makePanel(item, options);
    if (kept !== undefined) {
      panel.restore(kept.panel.state());
      kept.panel.close();
    }
    panels.set(key, { panel, listed });
    return panel;
  };
  const choose = (item: Item, restored?: Partial<PanelState>): void => {
    chosen = keyOf(item);
    list.mark(item);
    const panel = panelOf(item);
    if (restored !== undefined) panel.restore(restored);
    if (place.firstChild !== panel.node) place.replaceChildren(panel.node);
  };
  const takeUp = (record: CallRecord): void => {
    const item = items.find(({ kind, id }) => kind === record.kind && id === record.item);
    if (item === undefined) state.textContent = `The server has no ${record.item} any more.`;
    else choose(item, { draft: record.draft, record });
    byId("tools", HTMLElement).scrollIntoView({ block: "start" });
  };
  const show = (next: readonly Item[]): void => {
    items = next;
    list.show(items);
    const kept = items.find((item) => keyOf(item) === chosen) ?? items[0];
    if (kept !== undefined) choose(kept);
    else place.replaceChildren(element("p", { class: "empty" }, "This server has no tools."));
  };
  /** The newest question: older answers that come later are not shown. */
  let asked = 0;
  const reload = async (): Promise<void> => {
    asked += 1;
    const own = asked;
    try {
      await control.access.refresh();
      const { found, text } = await listItems(control.manner());
      if (own !== asked) return;
      state.textContent = text;
      state.dataset["state"] = "good";
      show(found);
    } catch (error) {
      if (own !== asked) return;
      state.textContent = error instanceof Error ? error.message : String(error);
      state.dataset["state"] = "bad";
    }
  };
  byId("reload", HTMLButtonElement).addEventListener("click", () => void reload());
  return { reload };
}

interface MannerControl {
  readonly node: HTMLElement;
  readonly access: AccessControl;
  readonly manner: () => CallManner;
}

/** @param onChange called when others may be listed now. */
function makeManner(onChange: () => void): MannerControl {
  const era = element(
    "select",
    {},
    element("option", { value: "2025" }, "2025-11-25"),
    element("option", { value: "2026" }, "2026-07-28"),
  );
  const tasks = element("input", { type: "checkbox" });
  tasks.checked = true;
  const tasksLabel = element(
    "label",
    { class: "option", hidden: true, title: "Declares the extension for tasks" },
    tasks,
    "Long work as a task",
  );
  const access = makeAccess({ onChange });
  era.addEventListener("change", () => {
    tasksLabel.hidden = era.value !== "2026";
    onChange();
  });
  return {
    access,
    node: element(
      "div",
      { class: "manner" },
      element("label", { class: "option" }, "Protocol", era),
      tasksLabel,
      access.node,
    ),
    manner: () => ({
      era: era.value as CallManner["era"],
      credential: access.credential(),
      tasks: era.value === "2026" && tasks.checked,
    }),
  };
}
