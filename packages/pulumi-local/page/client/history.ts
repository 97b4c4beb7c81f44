/** The list of the calls made here: each can be looked at again, and taken up into its form. */
import type { CallRecord, CallRecords } from "./call-record";
import { verdictOf } from "./call-result";
import { element } from "./element";
import { clockTime, exactTime, quantity } from "./format";

const MAX_ARGUMENTS = 80;

export interface CallHistory {
  readonly node: HTMLElement;
  readonly update: (records: CallRecords) => void;
}

/** @param onChoose called with the call that is to be taken up. */
export function makeHistory(
  onChoose: (record: CallRecord) => void,
  onClear: () => void,
): CallHistory {
  const summary = element("summary", {});
  const list = element("ol", { "aria-label": "Calls made here" });
  const clear = element("button", { type: "button", class: "quiet small", onclick: onClear });
  clear.textContent = "Forget them";
  const node = element("details", { class: "calls-made", hidden: true }, summary, list, clear);
  return {
    node,
    update: ({ all }) => {
      node.hidden = all.length === 0;
      summary.textContent = `Calls made here (${all.length})`;
      list.replaceChildren(...all.map((record) => showRecord(record, onChoose)));
    },
  };
}

function showRecord(record: CallRecord, onChoose: (record: CallRecord) => void): HTMLElement {
  const { text, isGood } = verdictOf(record);
  const { json, values } = record.draft;
  const args = json ?? JSON.stringify(values);
  const time = record.steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  const onclick = (): void => {
    onChoose(record);
  };
  return element(
    "li",
    {},
    element(
      "button",
      { type: "button", onclick, title: "Take it up into the form again" },
      element("time", { datetime: exactTime(record.at) }, clockTime(record.at)),
      element("strong", {}, record.item),
      element("code", {}, args === "{}" ? "" : args.slice(0, MAX_ARGUMENTS)),
      element("span", { class: "came", "data-state": isGood ? "good" : "bad" }, text),
      element("span", {}, record.steps.length === 0 ? "" : quantity(time, "Milliseconds")),
    ),
  );
}
