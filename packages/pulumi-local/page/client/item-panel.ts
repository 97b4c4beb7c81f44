/** One tool, resource, template or prompt: how it describes itself, its form, and the view of a call. */
import type { Draft } from "./argument-form";
import { type CallRecord, type CallRecords } from "./call-record";
import { isAllowed, isToolDestructive } from "./confirm-call";
import { element } from "./element";
import type { Item } from "./items";
import type { CallManner, ListedTool } from "./mcp-client";
import { makeResult } from "./result-panel";

const BADGES: readonly (readonly [hint: string, text: string, kind: string])[] = [
  ["readOnlyHint", "read-only", "good"],
  ["destructiveHint", "destructive", "bad"],
  ["idempotentHint", "idempotent", "plain"],
  ["openWorldHint", "open world", "plain"],
];

const KINDS = { tool: "Tool", resource: "Resource", template: "Template", prompt: "Prompt" };

export interface PanelOptions {
  readonly manner: () => CallManner;
  /** Tools of the server, as last listed. */
  readonly tools: () => readonly ListedTool[];
  readonly records: CallRecords;
  /** Called after each call. */
  readonly onCalled: () => void;
}

export interface ItemPanel {
  readonly node: HTMLElement;
  /** What was typed, and the view of the last call. */
  readonly state: () => PanelState;
  /** A call that is under way stays in view: of the state only the draft is taken. */
  readonly restore: (state: Partial<PanelState>) => void;
  /** Whether a call is under way. */
  readonly isBusy: () => boolean;
  /** Ends what goes on in it. */
  readonly close: () => void;
}

export interface PanelState {
  readonly draft: Draft;
  readonly record: CallRecord | undefined;
}

export function makePanel(item: Item, options: PanelOptions): ItemPanel {
  const { manner } = options;
  const form = item.makeForm(manner);
  const result = makeResult(item, options);
  const call = element("button", { type: "submit", class: "primary" }, item.action);
  const hint = element("span", { class: "hint keys" }, "Ctrl+Enter");
  const formNode = element(
    "form",
    { "aria-label": `Arguments of ${item.id}` },
    ...form.nodes,
    element("div", { class: "buttons" }, call, hint),
  );

  const run = async (): Promise<void> => {
    // Ctrl+Enter comes here too.
    if (call.disabled) return;
    const draft = form.draft();
    const request = item.request(form.read());
    if (item.tool !== undefined && !(await isAllowed(item.tool))) return;
    call.disabled = true;
    try {
      await result.run(request, draft);
    } finally {
      call.disabled = false;
    }
  };
  formNode.addEventListener("submit", (event) => {
    event.preventDefault();
    void run();
  });
  formNode.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) formNode.requestSubmit();
  });
  const ask = element("div", { class: "ask" }, ...description(item), formNode);
  const kind = KINDS[item.kind];
  return {
    node: element(
      "article",
      { class: "tool", "aria-label": `${kind} ${item.id}` },
      ask,
      result.node,
    ),
    state: () => ({ draft: form.draft(), record: result.record() }),
    restore: ({ draft, record }) => {
      if (draft !== undefined) form.restore(draft);
      if (record !== undefined && !call.disabled) result.show(record);
    },
    isBusy: () => call.disabled,
    close: result.close,
  };
}

function description({ id, title, about, facts, tool }: Item): HTMLElement[] {
  const { annotations = {} } = tool ?? {};
  const badges = BADGES.filter(([hint]) =>
    hint === "destructiveHint"
      ? tool !== undefined && isToolDestructive(tool)
      : annotations[hint] === true,
  ).map(([, text, kind]) => element("li", { "data-kind": kind }, text));
  return [
    element("h3", {}, title),
    element(
      "ul",
      { class: "badges" },
      element("li", { "data-kind": "name" }, id),
      ...badges,
      ...facts.map((fact) => element("li", { "data-kind": "plain" }, fact)),
    ),
    element("p", { class: "about" }, about),
  ];
}
