/**
 * The alarms: one line when all is well, and what to do where one is raised. A change is also
 * announced to who cannot see it.
 */
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
  const quiet = makeQuiet();
  const cards = new Map<string, AlarmCard>();
  strip.append(quiet.node);
  const announce = makeNews();

  return ({ alarms, end }) => {
    announce(alarms);
    const loud = alarms.filter(isLoud);
    for (const [name, { card }] of cards) {
      if (loud.some((alarm) => alarm.name === name)) continue;
      card.remove();
      cards.delete(name);
    }
    for (const alarm of loud) {
      let made = cards.get(alarm.name);
      if (made === undefined) {
        made = makeCard(alarm.name);
        cards.set(alarm.name, made);
        quiet.node.before(made.card);
      }
      made.update(alarm, end);
    }
    quiet.update(alarms);
  };
}

/** Raised, or of no use on AWS. */
function isLoud({ state, problems }: AlarmView): boolean {
  return state === "ALARM" || problems.length > 0;
}

function makeNews(): (alarms: readonly AlarmView[]) => void {
  const news = byId("news", HTMLElement);
  let states = new Map<string, AlarmState>();
  return (alarms) => {
    const isRaised = (state: AlarmState | undefined): boolean => state === "ALARM";
    const changed = alarms.filter(
      ({ name, state }) => states.has(name) && isRaised(states.get(name)) !== isRaised(state),
    );
    states = new Map(alarms.map(({ name, state }) => [name, state]));
    if (changed.length === 0) return;
    const texts = changed.map(({ name, state, words }) =>
      isRaised(state) ? `Alarm ${name} is raised: ${words}.` : `Alarm ${name} is over.`,
    );
    news.textContent = texts.join(" ");
  };
}

/** The line of those that are well, which opens what each of them allows. */
function makeQuiet(): {
  readonly node: HTMLElement;
  readonly update: (all: readonly AlarmView[]) => void;
} {
  const summary = element("summary", {});
  const list = element("ul", {});
  const node = element("details", { class: "quiet-alarms" }, summary, list);
  let shown = "";
  return {
    node,
    update: (alarms) => {
      const quiet = alarms.filter((alarm) => !isLoud(alarm));
      node.hidden = quiet.length === 0;
      const next = JSON.stringify([quiet, alarms.length]);
      if (next === shown) return;
      shown = next;
      node.classList.toggle("all", quiet.length === alarms.length);
      summary.textContent = quietText(quiet.length, alarms.length);
      list.replaceChildren(...quiet.map(quietItem));
    },
  };
}

function quietText(quiet: number, all: number): string {
  if (quiet === all) {
    return all === 1
      ? "All is well: the alarm is not raised."
      : `All is well: none of ${all} alarms is raised.`;
  }
  return quiet === 1
    ? "The other alarm is not raised."
    : `The other ${quiet} alarms are not raised.`;
}

function quietItem({ name, allowed, history }: AlarmView): HTMLElement {
  const raised = history.find(({ state }) => state === "ALARM");
  const was = raised === undefined ? "" : `; was raised at ${clockTime(raised.at)}`;
  return element("li", {}, element("b", {}, name), ` ${allowed}${was}`);
}

function makeCard(name: string): AlarmCard {
  const since = element("time", { class: "since" });
  const words = element("h3", {});
  const description = element("p", {});
  const rule = element("p", { class: "rule" });
  const reason = element("p", { class: "reason" });
  const history = element("ol", { class: "history" });
  const problems = element("div", {});
  const card = element(
    "article",
    { class: "alarm", "aria-label": `Alarm ${name}` },
    element("header", {}, words, element("span", { class: "alarm-name" }, name), since),
    problems,
    description,
    element("details", {}, element("summary", {}, "Rule and history"), rule, reason, history),
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
      since.dateTime = exactTime(alarm.since);
      words.textContent = alarm.state === "ALARM" ? capital(alarm.words) : capital(alarm.allowed);
      description.textContent = alarm.description;
      rule.textContent = alarm.rule;
      reason.textContent = alarm.reason;
      history.replaceChildren(...alarm.history.map(change));
      problems.replaceChildren(
        problemList(alarm.problems, "CloudWatch would never see this alarm's data:") ?? "",
      );
    },
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function change({ at, state }: AlarmView["history"][number]): HTMLElement {
  const time = element("time", { datetime: exactTime(at) }, clockTime(at));
  return element("li", {}, time, ` ${STATES[state]}`);
}

const STATES: Readonly<Record<AlarmState, string>> = {
  OK: "not raised",
  ALARM: "raised",
  INSUFFICIENT_DATA: "without data",
};
