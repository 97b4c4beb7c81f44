// @ts-check
/** One tool: what it says of itself, its arguments, the call and what came of it. */
import { makeArguments } from "./argument-form.js";
import { showFailure, showResult } from "./call-result.js";
import { byId, element } from "./element.js";
import { ask } from "./mcp-client.js";

/** @typedef {import("./mcp-client.js").Tool} Tool */
/** @typedef {import("./mcp-client.js").Manner} Manner */

/** @type {readonly (readonly [hint: string, value: boolean, text: string, kind: string])[]} */
const BADGES = [
  ["readOnlyHint", true, "read-only", "good"],
  ["destructiveHint", true, "destructive", "bad"],
  ["idempotentHint", true, "idempotent", "plain"],
  ["openWorldHint", true, "open world", "plain"],
];

/**
 * @param {Tool} tool
 * @param {{ manner: () => Manner, onCalled: () => void }} options
 */
export function makePanel(tool, { manner, onCalled }) {
  const { annotations = {} } = tool;
  const isReadOnly = annotations["readOnlyHint"] === true;
  const isDestructive = annotations["destructiveHint"] === true && !isReadOnly;
  const badges = BADGES.filter(([hint, value]) => annotations[hint] === value)
    .filter(([hint]) => hint !== "destructiveHint" || isDestructive)
    .map(([, , text, kind]) => element("li", { "data-kind": kind }, text));
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

  const run = async () => {
    const params = { name: tool.name, arguments: read() };
    if (isDestructive && !(await isConfirmed(tool.name))) return;
    call.disabled = true;
    result.setAttribute("aria-busy", "true");
    try {
      result.replaceChildren(...showResult(await ask(manner(), "tools/call", params)));
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

/**
 * @param {string} name
 * @returns {Promise<boolean>}
 */
function isConfirmed(name) {
  const dialog = byId("confirm", HTMLDialogElement);
  byId("confirm-text", HTMLElement).textContent =
    `${name} says that it is destructive: it may change or delete what cannot be brought back. Call it?`;
  return new Promise((resolve) => {
    dialog.returnValue = "";
    byId("confirm-yes", HTMLButtonElement).onclick = () => dialog.close("yes");
    byId("confirm-no", HTMLButtonElement).onclick = () => dialog.close("");
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
    dialog.showModal();
  });
}
