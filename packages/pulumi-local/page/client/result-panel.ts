/** The right-hand side of a panel: makes the call, shows the view of it, and the tool's page. */
import { isObject, type JsonObject, type Relayed } from "../server/call";
import { type App, showApp } from "./app-frame";
import { uiOf } from "./app-resource";
import type { Draft } from "./argument-form";
import type { CallRecord } from "./call-record";
import { runCall } from "./call-run";
import { makeCallView } from "./call-view";
import { isAllowed } from "./confirm-call";
import { element } from "./element";
import { entriesThat, listen } from "./events";
import type { PanelOptions } from "./item-panel";
import type { Item, Request } from "./items";
import { resultIn } from "./mcp-client";
import { ofCall } from "./outcome";

export interface ResultPanel {
  readonly node: HTMLElement;
  readonly run: (request: Request, draft: Draft) => Promise<void>;
  /** Shows a call that was made before. */
  readonly show: (record: CallRecord) => void;
  /** What is shown. */
  readonly record: () => CallRecord | undefined;
  /** Takes the tool's page down, and follows the call no longer. */
  readonly close: () => void;
}

export function makeResult(item: Item, options: PanelOptions): ResultPanel {
  const { records, manner, onCalled } = options;
  const live = element("div", { class: "live" });
  const hint = "The answer appears here, with its log lines, the request and the response as sent.";
  const label = `Result of ${item.id}`;
  const node = element(
    "div",
    { class: "result", role: "status", "aria-label": label },
    element("p", { class: "hint" }, hint),
  );
  let view = makeCallView();
  let current: CallRecord | undefined;
  let isOwn = ofCall([]);
  let app: App | undefined;

  const update = (changes: Partial<CallRecord>): void => {
    if (current === undefined) return;
    current = { ...current, ...changes };
    view.update(current);
    records.keep(current);
  };
  const begin = (record: CallRecord): void => {
    void app?.close();
    app = undefined;
    view = makeCallView();
    current = record;
    isOwn = ofCall(record.steps);
    view.update(record);
    live.replaceChildren();
    node.replaceChildren(...view.nodes);
    view.nodes[0]?.after(live);
  };
  // Lines of a call come when they are written, some after its response.
  let isDue = false;
  const end = listen({
    onEntry: (entry) => {
      if (isDue || !isOwn(entry)) return;
      isDue = true;
      requestAnimationFrame(() => {
        isDue = false;
        const entries = entriesThat(isOwn);
        if (entries.length > (current?.entries.length ?? 0)) update({ entries });
      });
    },
  });
  const close = (): void => {
    end();
    void app?.close();
  };

  const run: ResultPanel["run"] = async (request, draft) => {
    await app?.close();
    const ids = { id: crypto.randomUUID(), kind: item.kind, item: item.id };
    begin({ ...ids, draft, steps: [], at: Date.now(), entries: [] });
    node.setAttribute("aria-busy", "true");
    const onStep = (steps: readonly Relayed[]): void => {
      isOwn = ofCall(steps);
      update({ steps, entries: entriesThat(isOwn) });
      node.removeAttribute("aria-busy");
      intoView(node);
      onCalled();
    };
    try {
      const result = await runCall(request, { item, manner: manner(), live, onStep });
      if (result !== undefined) update({ result });
      app = await showPage(request);
    } catch (error) {
      live.replaceChildren();
      update({ failure: error instanceof Error ? error.message : String(error) });
    }
    node.removeAttribute("aria-busy");
    onCalled();
  };

  /** The tool's page, below the verdict; none where there is no result. */
  const showPage = async ({ params }: Request): Promise<App | undefined> => {
    const { tool } = item;
    const result = current && resultOfCall(current);
    const { resourceUri } = tool === undefined ? {} : uiOf(tool);
    if (tool === undefined || resourceUri === undefined || result === undefined) return undefined;
    const { arguments: args } = params;
    try {
      const call = { tool, input: isObject(args) ? args : {}, result, isAllowed };
      const shown = await showApp(resourceUri, { ...options, ...call });
      live.after(shown.node);
      return shown;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      live.after(element("p", { class: "refusal" }, `Its page cannot be shown: ${why}`));
      return undefined;
    }
  };
  return { node, run, show: begin, record: () => current, close };
}

/** Of a task, that of its end. */
function resultOfCall({ steps, result: task }: CallRecord): JsonObject | undefined {
  const last = steps.at(-1);
  if (task === undefined) return last && resultIn(last.response);
  return isObject(task["result"]) ? task["result"] : undefined;
}

/** Where the form is above and not beside it, the answer would be out of sight. */
function intoView(node: HTMLElement): void {
  const { top, bottom } = node.getBoundingClientRect();
  const isSeen = top < innerHeight - 80 && bottom > 0;
  if (!isSeen) node.scrollIntoView({ block: "start" });
}
