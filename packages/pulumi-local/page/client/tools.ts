/** The server's tools: which there are, how they are called, and the one that is looked at. */
import { makeAccess } from "./access";
import { byId, element } from "./element";
import { type CallManner, type ListedTool, listTools } from "./mcp-client";
import { makePanel, type PanelOptions } from "./tool-panel";

/** From so many on, a filter helps. */
const MANY = 9;

/** Makes the section of the tools; `reload` lists them again. */
export function makeTools({ onCalled }: Pick<PanelOptions, "onCalled">): {
  readonly reload: () => Promise<void>;
} {
  const state = byId("tools-state", HTMLElement);
  const era = element("select", {}, ...eraOptions());
  const access = makeAccess({ onChange: () => void reload() });
  const options = element(
    "div",
    { class: "manner" },
    element("label", { class: "option" }, "Protocol", era),
    access.node,
  );
  const filter = element("input", {
    type: "search",
    placeholder: "Filter tools",
    "aria-label": "Filter tools",
  });
  const names = element("ul", { class: "tool-names", "aria-label": "Tools" });
  const place = element("div", { class: "tool-place" });
  byId("tools-body", HTMLElement).append(
    options,
    element("div", { class: "tool-choice" }, filter, names),
    place,
  );

  const manner = (): CallManner => ({
    era: era.value as CallManner["era"],
    credential: access.credential(),
  });
  /** What was typed stays as long as the tool is the same. */
  let panels = new Map<string, HTMLElement>();
  let chosen = "";
  let listed: readonly ListedTool[] = [];

  const choose = (tool: ListedTool): void => {
    chosen = tool.name;
    for (const button of names.querySelectorAll("button")) {
      button.setAttribute("aria-current", String(button.name === chosen));
    }
    const key = JSON.stringify(tool);
    const panel = panels.get(key) ?? makePanel(tool, { manner, onCalled, tools: () => listed });
    panels.set(key, panel);
    if (place.firstChild !== panel) place.replaceChildren(panel);
  };
  const toItem = (tool: ListedTool): HTMLElement => {
    const title = tool.title !== undefined && element("span", {}, tool.title);
    const onclick = (): void => {
      choose(tool);
    };
    const attributes = { type: "button", name: tool.name, onclick };
    return element("li", {}, element("button", attributes, tool.name, title));
  };
  const show = (tools: readonly ListedTool[]): void => {
    listed = tools;
    const keys = new Set(tools.map((tool) => JSON.stringify(tool)));
    panels = new Map([...panels].filter(([key]) => keys.has(key)));
    names.replaceChildren(...tools.map(toItem));
    filter.hidden = tools.length < MANY;
    const kept = tools.find(({ name }) => name === chosen) ?? tools[0];
    if (kept === undefined)
      place.replaceChildren(element("p", { class: "empty" }, "This server has no tools."));
    else choose(kept);
  };
  const reload = async (): Promise<void> => {
    try {
      await access.refresh();
      const tools = await listTools(manner());
      state.textContent = tools.length === 1 ? "1 tool" : `${tools.length} tools`;
      state.dataset["state"] = "good";
      show(tools);
    } catch (error) {
      state.textContent = `tools/list: ${error instanceof Error ? error.message : String(error)}`;
      state.dataset["state"] = "bad";
    }
  };
  filter.addEventListener("input", () => {
    const needle = filter.value.trim().toLowerCase();
    for (const item of names.querySelectorAll("li")) {
      item.hidden = !item.textContent.toLowerCase().includes(needle);
    }
  });
  byId("reload", HTMLButtonElement).addEventListener("click", () => void reload());
  return { reload };
}

function eraOptions(): HTMLElement[] {
  return [
    element("option", { value: "2025" }, "2025-11-25"),
    element("option", { value: "2026" }, "2026-07-28"),
  ];
}
