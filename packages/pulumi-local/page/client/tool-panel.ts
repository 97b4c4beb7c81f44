/** One tool: how it describes itself, its arguments, the call and what came of it. */
import { isObject, type Relayed } from "../server/call";
import { type App, showApp } from "./app-frame";
import { uiOf } from "./app-resource";
import { makeArguments } from "./argument-form";
import { showFailure, showResult } from "./call-result";
import { byId, element } from "./element";
import { ask, type CallManner, type ListedTool, messageOf } from "./mcp-client";

const BADGES: readonly (readonly [hint: string, text: string, kind: string])[] = [
  ["readOnlyHint", "read-only", "good"],
  ["destructiveHint", "destructive", "bad"],
  ["idempotentHint", "idempotent", "plain"],
  ["openWorldHint", "open world", "plain"],
];

export interface PanelOptions {
  readonly manner: () => CallManner;
  /** Tools of the server, as last listed. */
  readonly tools: () => readonly ListedTool[];
  /** Called after each call of the tool. */
  readonly onCalled: () => void;
}

export function makePanel(tool: ListedTool, options: PanelOptions): HTMLElement {
  const { manner, onCalled } = options;
  const { annotations = {} } = tool;
  const isDestructive = isToolDestructive(tool);
  const badges = BADGES.filter(([hint]) =>
    hint === "destructiveHint" ? isDestructive : annotations[hint] === true,
  ).map(([, text, kind]) => element("li", { "data-kind": kind }, text));
  const { nodes, read } = makeArguments(tool.inputSchema);
  const call = element("button", { type: "submit", class: "primary" }, `Call ${tool.name}`);
  const hint = element("span", { class: "hint keys" }, "Ctrl+Enter");
  const form = element(
    "form",
    { "aria-label": `Arguments of ${tool.name}` },
    ...nodes,
    element("div", { class: "buttons" }, call, hint),
  );
  const result = element(
    "div",
    { class: "result", role: "status", "aria-label": `Result of ${tool.name}` },
    element(
      "p",
      { class: "hint" },
      "The answer appears here, with the request and the response as sent.",
    ),
  );

  let app: App | undefined;
  /** The tool's page, below the verdict; none where there is no result. */
  const showPage = async ({ response }: Relayed, input: unknown): Promise<App | undefined> => {
    const { resourceUri } = uiOf(tool);
    const given = messageOf(response)?.["result"];
    if (resourceUri === undefined || !isObject(given)) return undefined;
    const verdict = result.firstElementChild;
    try {
      const call = { tool, input: isObject(input) ? input : {}, result: given, isAllowed };
      const shown = await showApp(resourceUri, { ...options, ...call });
      verdict?.after(shown.node);
      return shown;
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      verdict?.after(element("p", { class: "refusal" }, `Its page cannot be shown: ${why}`));
      return undefined;
    }
  };

  const run = async (): Promise<void> => {
    const params = { name: tool.name, arguments: read() };
    if (!(await isAllowed(tool))) return;
    call.disabled = true;
    result.setAttribute("aria-busy", "true");
    try {
      await app?.close();
      app = undefined;
      const relayed = await ask(manner(), "tools/call", params);
      result.replaceChildren(...showResult(relayed));
      app = await showPage(relayed, params.arguments);
    } catch (error) {
      result.replaceChildren(
        ...showFailure(error instanceof Error ? error.message : String(error)),
      );
    }
    result.removeAttribute("aria-busy");
    call.disabled = false;
    onCalled();
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void run();
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  return element(
    "article",
    { class: "tool", "aria-label": `Tool ${tool.name}` },
    element(
      "div",
      { class: "ask" },
      element("h3", {}, tool.title ?? tool.name),
      element(
        "ul",
        { class: "badges" },
        element("li", { "data-kind": "name" }, tool.name),
        ...badges,
      ),
      element("p", { class: "about" }, tool.description ?? ""),
      form,
    ),
    result,
  );
}

/** Only of a tool that changes something does the hint have a meaning. */
function isToolDestructive({ annotations = {} }: ListedTool): boolean {
  return annotations["destructiveHint"] === true && annotations["readOnlyHint"] !== true;
}

async function isAllowed(tool: ListedTool): Promise<boolean> {
  return !isToolDestructive(tool) || isConfirmed(tool.name);
}

function isConfirmed(name: string): Promise<boolean> {
  const dialog = byId("confirm", HTMLDialogElement);
  byId("confirm-text", HTMLElement).textContent =
    `${name} says that it is destructive: it may change or delete what cannot be brought back. Call it?`;
  const closeWith = (value: string) => (): void => {
    dialog.close(value);
  };
  return new Promise((resolve) => {
    dialog.returnValue = "";
    byId("confirm-yes", HTMLButtonElement).onclick = closeWith("yes");
    byId("confirm-no", HTMLButtonElement).onclick = closeWith("");
    dialog.addEventListener(
      "close",
      () => {
        resolve(dialog.returnValue === "yes");
      },
      { once: true },
    );
    dialog.showModal();
  });
}
