/** The right-hand side of a panel: makes the call, shows the view of it, and the tool's page. */
import { isObject, type Relayed } from "../server/call";
import type { LogEntry } from "../server/log-feed";
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
import { isOfCall } from "./outcome";

export interface ResultPanel {
  readonly node: HTMLElement;
  readonly run: (request: Request, draft: Draft) => Promise<void>;
  /** Shows a call that was made before. */
  readonly show: (record: CallRecord) => void;
  /** What is shown. */
  readonly record: () => CallRecord | undefined;
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
    view.update(record);
    live.replaceChildren();
    node.replaceChildren(...view.nodes);
    view.nodes[0]?.after(live);
  };
  // Lines of a call come when they are written, some after its response.
  listen({
    onEntry: (entry) => {
      if (current === undefined || !isOfCall(entry, current.steps)) return;
      const entries = linesOf(current.steps);
      if (entries.length > current.entries.length) update({ entries });
    },
  });

  const run: ResultPanel["run"] = async (request, draft) => {
    await app?.close();
    const ids = { id: crypto.randomUUID(), kind: item.kind, item: item.id };
    begin({ ...ids, draft, steps: [], at: Date.now(), entries: [] });
    node.setAttribute("aria-busy", "true");
    const onStep = (steps: readonly Relayed[]): void => {
      update({ steps, entries: linesOf(steps) });
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
    const last = current?.steps.at(-1);
    const result = last && resultIn(last.response);
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
  return { node, run, show: begin, record: () => current };
}

function linesOf(steps: readonly Relayed[]): readonly LogEntry[] {
  return entriesThat((entry) => isOfCall(entry, steps));
}

/** Where the form is above and not beside it, the answer would be out of sight. */
function intoView(node: HTMLElement): void {
  const { top, bottom } = node.getBoundingClientRect();
  const isSeen = top < innerHeight - 80 && bottom > 0;
  if (!isSeen) node.scrollIntoView({ block: "start" });
}
