/** Queries of the log that the program saves, and one's own, to be run here. */
import type { LogAnswer, SavedQuery, View } from "../../cloudwatch/dashboard/view";
import type { Refusal } from "../server/call";
import { element, problemList } from "./element";
import { makeAnswer } from "./log-answer";

/** What stands for a value of one's own in the text of a saved query. */
const PLACEHOLDER = /"(TOOL|REQUEST)"/g;
const ASKED: Readonly<Record<string, string>> = {
  TOOL: "Name of the tool",
  REQUEST: "Id of the request",
};

interface QueryForm {
  readonly node: HTMLElement;
  readonly update: (view: View) => void;
}

export function makeSavedQueries(): QueryForm {
  const choice = element("select", { id: "query-choice" });
  const text = element("textarea", { id: "query-text", rows: 6, spellcheck: "false" });
  const values = element("div", { class: "query-values" });
  const problems = element("div", { role: "alert" });
  const answer = makeAnswer("Answer of the query");
  answer.node.hidden = true;
  let queries: readonly SavedQuery[] = [];

  const refresh = (): void => {
    showValues(values, text.value);
  };
  const choose = (): void => {
    text.value = queries[choice.selectedIndex]?.query ?? text.value;
    refresh();
  };
  choice.addEventListener("change", choose);
  text.addEventListener("input", refresh);
  const run = async (): Promise<void> => {
    const chosen = queries[choice.selectedIndex]?.logGroups ?? [];
    const result = await ask(filledIn(text.value, values), chosen);
    const found = typeof result === "string" ? [result] : result.problems;
    problems.replaceChildren(problemList(found, "This cannot be answered here:") ?? "");
    answer.node.hidden = typeof result === "string" || found.length > 0;
    if (typeof result !== "string") answer.update(result);
  };
  const form = element(
    "form",
    { class: "query-form" },
    element("label", { for: "query-choice" }, "Saved query"),
    choice,
    element("label", { for: "query-text" }, "Logs Insights"),
    text,
    values,
    element("button", { type: "submit", class: "primary" }, "Run"),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void run();
  });
  const node = element(
    "details",
    { class: "queries" },
    element("summary", {}, "Ask the log: saved queries, and your own"),
    form,
    problems,
    answer.node,
  );
  return {
    node,
    update: ({ savedQueries }) => {
      if (JSON.stringify(savedQueries) === JSON.stringify(queries)) return;
      const before = queries[choice.selectedIndex]?.name;
      queries = savedQueries;
      const options = queries.map(({ name }) =>
        element("option", { selected: name === before }, name.split("/").at(-1)),
      );
      choice.replaceChildren(...options);
      choose();
    },
  };
}

/** A field for each placeholder; what was written stays. */
function showValues(holder: HTMLElement, query: string): void {
  const wanted = [...new Set(Array.from(query.matchAll(PLACEHOLDER), ([, name = ""]) => name))];
  const shown = Array.from(holder.querySelectorAll("input"), ({ name }) => name);
  if (wanted.join() === shown.join()) return;
  const fields = wanted.map((name) =>
    element("label", {}, `${ASKED[name] ?? name} `, element("input", { name, required: true })),
  );
  holder.replaceChildren(...fields);
}

function filledIn(query: string, holder: HTMLElement): string {
  const inputs = Array.from(holder.querySelectorAll("input"));
  return query.replace(PLACEHOLDER, (whole, name: string) => {
    const value = inputs.find((input) => input.name === name)?.value;
    return value === undefined ? whole : `"${value.replace(/["\\]/g, "\\$&")}"`;
  });
}

/** The answer, or why there is none. */
async function ask(query: string, logGroups: readonly string[]): Promise<LogAnswer | string> {
  const range = document.querySelector<HTMLInputElement>("#range input:checked");
  const minutes = Number(range?.value ?? 15);
  try {
    const response = await fetch("/~/query", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, logGroups, minutes }),
    });
    if (response.ok) return (await response.json()) as LogAnswer;
    return ((await response.json()) as Refusal).message;
  } catch {
    return "The server does not respond: is npm start running?";
  }
}
