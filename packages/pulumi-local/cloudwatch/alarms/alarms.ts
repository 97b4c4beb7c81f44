/**
 * CloudWatch alarms, as declared, with their state and its history. Every minute that passed
 * unattended is evaluated when somebody looks or data arrive, so that a short breach is in the
 * history.
 */
import { type DeclaredProgram, ofType } from "../../program/declared";
import { type AlarmDefinition, readAlarm, ruleText } from "./alarm-definition";
import { allowedText, wordsOf } from "./alarm-words";
import { evaluateAlarm, type Outcome } from "./alarm-evaluation";
import { type MetricStore, RETENTION_MINUTES } from "../metrics/metric-store";
import type { AlarmState, AlarmView } from "../dashboard/view";

const MAX_HISTORY = 20;
const ON_DATA_MS = 1000;

interface Alarm {
  definition: AlarmDefinition;
  state: AlarmState;
  since: number;
  reason: string;
  value: number | null;
  evaluatedAt: number;
  readonly problems: Set<string>;
  readonly history: { readonly at: number; readonly state: AlarmState }[];
}

export class Alarms {
  private alarms: readonly Alarm[] = [];
  private dataSeenAt = -Infinity;

  constructor(
    private readonly store: MetricStore,
    private readonly now: () => number,
  ) {}

  get definitions(): readonly AlarmDefinition[] {
    return this.alarms.map(({ definition }) => definition);
  }

  /** An alarm that was there keeps its state and history. */
  deploy(program: DeclaredProgram): void {
    this.evaluate();
    const now = this.now();
    this.alarms = ofType(program, "aws:cloudwatch/metricAlarm:MetricAlarm").map((resource) => {
      const definition = readAlarm(resource);
      const known = this.alarms.find((alarm) => alarm.definition.name === definition.name);
      if (known === undefined) return newAlarm(definition, now);
      known.problems.clear();
      return Object.assign(known, { definition });
    });
  }

  /** For each arrival of data; evaluates at most once a second. */
  onData(): void {
    const now = this.now();
    if (now - this.dataSeenAt < ON_DATA_MS) return;
    this.dataSeenAt = now;
    this.evaluate();
  }

  evaluate(): void {
    const now = this.now();
    for (const alarm of this.alarms) {
      for (const at of timesBetween(alarm.evaluatedAt, now, stepOf(alarm.definition))) {
        this.evaluateAt(alarm, { at, isNow: false });
      }
      this.evaluateAt(alarm, { at: now, isNow: true });
      alarm.evaluatedAt = now;
    }
  }

  /**
   * Those in ALARM first, then by name.
   *
   * @param problemsOf further problems of an alarm.
   */
  views(problemsOf: (definition: AlarmDefinition) => readonly string[]): readonly AlarmView[] {
    const place = ({ state, definition }: Alarm): string =>
      `${state === "ALARM" ? 0 : 1} ${definition.name}`;
    const alarms = [...this.alarms].sort((a, b) => (place(a) < place(b) ? -1 : 1));
    return alarms.map(({ definition, state, since, reason, value, history, problems }) => ({
      name: definition.name,
      description: definition.description,
      state,
      since,
      words: wordsOf(definition, value) ?? "no values yet",
      allowed: allowedText(definition),
      rule: ruleText(definition),
      reason,
      history: [...history],
      problems: [...new Set([...definition.problems, ...problems, ...problemsOf(definition)])],
    }));
  }

  private evaluateAt(alarm: Alarm, when: { readonly at: number; readonly isNow: boolean }): void {
    const outcome: Outcome = evaluateAlarm(alarm.definition, this.store, when);
    if ("problem" in outcome) {
      alarm.problems.add(outcome.problem);
      alarm.reason = "It cannot be evaluated.";
      return;
    }
    const { state = alarm.state, reason, value } = outcome;
    alarm.reason = reason;
    alarm.value = value;
    if (state === alarm.state) return;
    alarm.history.unshift({ at: alarm.since, state: alarm.state });
    alarm.history.splice(MAX_HISTORY);
    alarm.state = state;
    alarm.since = when.at;
  }
}

function newAlarm(definition: AlarmDefinition, now: number): Alarm {
  return {
    definition,
    state: "INSUFFICIENT_DATA",
    since: now,
    reason: "It has not been evaluated yet.",
    value: null,
    evaluatedAt: now,
    problems: new Set(),
    history: [],
  };
}

/** AWS evaluates every minute, alarms on shorter periods every ten seconds. */
function stepOf({ periodSeconds }: AlarmDefinition): number {
  return (periodSeconds < 60 ? 10 : 60) * 1000;
}

/** The boundaries of the grid after `from` and up to `to`, of the time that is kept. */
function timesBetween(from: number, to: number, stepMs: number): readonly number[] {
  const first = Math.max(from, to - RETENTION_MINUTES * 60_000);
  const times: number[] = [];
  for (let at = (Math.floor(first / stepMs) + 1) * stepMs; at <= to; at += stepMs) times.push(at);
  return times;
}
