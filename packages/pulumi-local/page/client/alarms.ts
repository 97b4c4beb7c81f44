/** The strip of alarms; a change of state is also announced to who cannot see it. */
import type { AlarmState, AlarmView, View } from "../../cloudwatch/dashboard/view";
import { byId, element, problemList } from "./element";
import { clockTime, exactTime, timeAgo } from "./format";

interface AlarmCard {
  readonly card: HTMLElement;
  readonly update: (alarm: AlarmView, now: number) => void;
}

/** Makes what shows a view's alarms. */
export function makeAlarms(): (view: View) => void {
  const strip = byId("alarms", HTMLElement);
  const news = byId("news", HTMLElement);
  const cards = new Map<string, AlarmCard>();
  let states = new Map<string, AlarmState>();

  return ({ alarms, end }) => {
    const changed = alarms.filter(({ name, state }) => (states.get(name) ?? state) !== state);
    if (changed.length > 0) {
      const texts = changed.map(({ name, state }) => `Alarm ${name} is now ${stateText(state)}.`);
      news.textContent = texts.join(" ");
    }
    states = new Map(alarms.map(({ name, state }) => [name, state]));
    for (const [name, { card }] of cards) {
      if (states.has(name)) continue;
      card.remove();
      cards.delete(name);
    }
    for (const alarm of alarms) {
      let made = cards.get(alarm.name);
      if (made === undefined) {
        made = makeAlarm(alarm.name);
        cards.set(alarm.name, made);
        strip.append(made.card);
      }
      made.update(alarm, end);
    }
  };
}

function makeAlarm(name: string): AlarmCard {
  const state = element("span", { class: "state" });
  const since = element("time", { class: "since" });
  const rule = element("p", { class: "rule" });
  const reason = element("p", { class: "reason" });
  const description = element("p", {});
  const history = element("ol", { class: "history" });
  const problems = element("div", {});
  const title = element("h3", {}, name);
  const card = element(
    "article",
    { class: "alarm", "aria-label": `Alarm ${name}` },
    element("header", {}, title, state, since),
    rule,
    problems,
    element(
      "details",
      {},
      element("summary", {}, "Reason and history"),
      reason,
      description,
      history,
    ),
  );
  let shown = "";
  return {
    card,
    update: (alarm, now) => {
      since.textContent = timeAgo(alarm.since, now);
      const next = JSON.stringify(alarm);
      if (next === shown) return;
      shown = next;
      card.dataset["state"] = alarm.state;
      state.dataset["state"] = alarm.state;
      state.textContent = stateText(alarm.state);
      since.dateTime = exactTime(alarm.since);
      rule.textContent = alarm.rule;
      reason.textContent = alarm.reason;
      description.textContent = alarm.description;
      history.replaceChildren(...alarm.history.map(change));
      problems.replaceChildren(
        problemList(alarm.problems, "CloudWatch would never see this alarm's data:") ?? "",
      );
    },
  };
}

function change({ at, state }: AlarmView["history"][number]): HTMLElement {
  return element(
    "li",
    {},
    element("time", { datetime: exactTime(at) }, clockTime(at)),
    ` ${stateText(state)}`,
  );
}

function stateText(state: AlarmState): string {
  return state.replace("_", " ");
}
