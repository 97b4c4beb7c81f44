/** One view of a call: verdict and outcome, result, what was measured, its log lines, and what went over the wire. */
import type { Relayed } from "../server/call";
import type { LogEntry } from "../server/log-feed";
import type { CallRecord } from "./call-record";
import { code, showAnswer, verdictOf } from "./call-result";
import { copyButton } from "./copy-button";
import { curlOf } from "./curl";
import { element } from "./element";
import { parseJson, prettyJson, quantity } from "./format";
import { readLine, showLine } from "./log-line";
import { measured, outcomeOf } from "./outcome";

/** Which are the same in all lines of a call. */
const IDS = ["requestId", "gatewayRequestId"];

export interface CallView {
  readonly nodes: readonly HTMLElement[];
  /** What is known of it by now; what is opened stays open. */
  readonly update: (record: CallRecord) => void;
}

export function makeCallView(): CallView {
  const verdict = element("p", { class: "verdict" });
  const answer = element("div", { class: "answer" });
  const facts = element("dl", { class: "facts", "aria-label": "Measured" });
  const lines = element("ol", { class: "log-lines", tabindex: 0, "aria-label": "Its log lines" });
  const count = element("summary", {});
  const log = element("details", { class: "own-lines" }, count, lines);
  const wire = element("div", { class: "wires" });
  let shownAnswer = "";
  let stepCount = -1;
  let shownLines: readonly LogEntry[] = [];

  const update = (record: CallRecord): void => {
    const { steps, entries } = record;
    verdict.replaceChildren(...verdictParts(record));
    verdict.dataset["state"] = verdictOf(record).isGood ? "good" : "bad";
    // What is opened or chosen in it stays so.
    const { failure, result } = record;
    const nextAnswer = JSON.stringify([steps.map(({ response }) => response), result, failure]);
    if (nextAnswer !== shownAnswer) answer.replaceChildren(...showAnswer(record));
    shownAnswer = nextAnswer;
    facts.hidden = steps.length === 0;
    facts.replaceChildren(
      ...measured(steps, entries).map(([name, value]) =>
        element("div", {}, element("dt", {}, name), element("dd", {}, value)),
      ),
    );
    log.hidden = entries.length === 0;
    count.textContent = `Log of this call: ${entries.length} ${entries.length === 1 ? "line" : "lines"}`;
    const firstOther = entries.findIndex((entry, index) => entry !== shownLines[index]);
    const same = firstOther < 0 ? entries.length : firstOther;
    while (lines.childElementCount > same) lines.lastElementChild?.remove();
    lines.append(...entries.slice(same).map((entry) => showLine(readLine(entry), IDS)));
    shownLines = entries;
    if (steps.length === stepCount) return;
    stepCount = steps.length;
    wire.replaceChildren(...steps.flatMap((step, index) => showWire(step, index, steps.length)));
  };
  return { nodes: [verdict, answer, facts, log, wire], update };
}

function verdictParts(record: CallRecord): HTMLElement[] {
  const { steps, entries } = record;
  const last = steps.at(-1);
  const { text, isGood } = verdictOf(record);
  const outcome = outcomeOf(entries);
  const parts = [element("strong", {}, text)];
  // These say no more than the verdict.
  if (outcome !== undefined && !(isGood && ["ok", "asked"].includes(outcome))) {
    parts.push(element("span", { class: "outcome" }, `outcome: ${outcome}`));
  }
  if (last === undefined) return parts;
  const time = steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return [
    ...parts,
    element("span", {}, `HTTP ${last.response.status}`),
    element("span", {}, quantity(time, "Milliseconds")),
    copyButton("Copy as curl", () => curlOf(last)),
  ];
}

function showWire({ request, response }: Relayed, index: number, count: number): HTMLElement[] {
  const { pathname, host } = new URL(request.url);
  const sent = `POST ${pathname} HTTP/1.1\nHost: ${host}\n${headerLines(request.headers)}`;
  const got = `HTTP/1.1 ${response.status}\n${headerLines(response.headers)}`;
  const number = count > 1 ? ` ${index + 1}` : "";
  return [
    folded(`Request${number}`, `${sent}\n\n${readable(request.body)}`),
    folded(`Response${number}`, `${got}\n\n${readable(response.body)}`),
  ];
}

function headerLines(headers: Relayed["response"]["headers"]): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join("\n");
}

function readable(body: string): string {
  const value = parseJson(body);
  return value === undefined ? body : prettyJson(value);
}

function folded(name: string, text: string): HTMLElement {
  return element("details", { class: "wire" }, element("summary", {}, name), code(text));
}
