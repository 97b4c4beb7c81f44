/**
 * The edit loop (`npm start -- --watch`): what was saved and is not served, and why, over the page until
 * it is mended or closed.
 */
import type { EditProblem, EditState } from "../../watch/edit-state";
import { byId, element } from "./element";
import { listen } from "./events";
import { clockTime } from "./format";

type NotServed = Extract<EditState, { kind: "not-served" }>;

/** @param onServed called when another version is served than before. */
export function watchEdits(onServed: () => void): void {
  const state = byId("edit-state", HTMLElement);
  const reopen = byId("edit-problems", HTMLButtonElement);
  const over = byId("edit-over", HTMLElement);
  let servedSince: number | undefined;
  let shown: NotServed | undefined;

  const close = (): void => {
    over.hidden = true;
    over.replaceChildren();
  };
  const open = (): void => {
    if (shown === undefined) return;
    over.replaceChildren(...showProblems(shown, close));
    over.hidden = false;
  };
  const update = (next: EditState): void => {
    const isNew = servedSince !== undefined && next.servedSince !== servedSince;
    servedSince = next.servedSince;
    state.textContent = next.kind === "evaluating" ? "evaluating the change" : "";
    if (next.kind === "evaluating") return;
    const before = JSON.stringify(shown);
    shown = next.kind === "not-served" ? next : undefined;
    reopen.hidden = shown === undefined;
    if (shown === undefined) close();
    // What was closed stays closed when the stream begins again.
    else if (JSON.stringify(shown) !== before) open();
    if (next.kind === "served" && isNew) {
      state.textContent = `served since ${clockTime(next.servedSince)}`;
      onServed();
    }
  };
  reopen.addEventListener("click", open);
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && document.querySelector("dialog[open]") === null) close();
  });
  listen({ onEdit: update });
}

function showProblems({ servedSince, problems }: NotServed, close: () => void): HTMLElement[] {
  const title = element(
    "h2",
    {},
    `Not served: still serving the version of ${clockTime(servedSince)}.`,
  );
  const button = element("button", { type: "button", class: "quiet", onclick: close }, "Close");
  const list = element("ol", {}, ...problems.map(showProblem));
  return [element("header", {}, title, button), list];
}

function showProblem({ file, line, column, message, frame }: EditProblem): HTMLElement {
  const place = [file, line, column].filter((part) => part !== undefined).join(":");
  return element(
    "li",
    {},
    place !== "" && element("p", { class: "place" }, element("code", {}, place)),
    element("p", { class: "why" }, message),
    frame !== undefined &&
      element("pre", { tabindex: 0, "aria-label": "Code" }, element("code", {}, frame)),
  );
}
