/**
 * Alarms in people's words: "12 failed calls in 5 minutes; fewer than 10 are allowed". Of metrics
 * that have no words here, their names are taken apart.
 */
import { numberText, quantityText, spanText } from "../dashboard/quantity";
import type { AlarmDefinition } from "./alarm-definition";

/** What is counted or measured, in the plural, and its unit where the metric has one. */
interface Words {
  readonly things: string;
  /** One of them. */
  readonly thing: string;
  readonly unit?: string;
  /** Where each value is 0 or 1, so that their average is the share of ... */
  readonly shareOf?: string;
}

const WORDS: Readonly<Record<string, Words>> = {
  "AWS/Lambda/Errors": { things: "failed invocations", thing: "failed invocation" },
  "AWS/Lambda/Throttles": { things: "throttled invocations", thing: "throttled invocation" },
  "AWS/Lambda/Duration": { things: "invocations", thing: "invocation", unit: "Milliseconds" },
  "AWS/ApiGateway/Count": { things: "requests", thing: "request" },
  "AWS/ApiGateway/Latency": { things: "requests", thing: "request", unit: "Milliseconds" },
  "AWS/ApiGateway/4XXError": {
    things: "requests answered with 4xx",
    thing: "request answered with 4xx",
    shareOf: "requests were answered with 4xx",
  },
  "AWS/ApiGateway/5XXError": {
    things: "requests answered with 5xx",
    thing: "request answered with 5xx",
    shareOf: "requests were answered with 5xx",
  },
  "McpServer/ToolErrors": { things: "failed calls", thing: "failed call" },
  "McpServer/AuthRefused": { things: "refused tokens", thing: "refused token" },
  "McpServer/TasksLost": { things: "lost tasks", thing: "lost task" },
};

/** What is allowed: "fewer than 10 failed calls in 5 minutes". */
export function allowedText(alarm: AlarmDefinition): string {
  const { threshold } = alarm;
  const { kind, words, unit } = subjectOf(alarm);
  const rest = `in ${spanText(alarm.periodSeconds)}${timesText(alarm)}`;
  if (kind === "count") {
    const isOne = threshold === 1 && alarm.comparison === ">";
    return `${limitOf(alarm, numberText(threshold))} ${isOne ? words.thing : words.things} ${rest}`;
  }
  const limit = limitOf(alarm, amountText(threshold, kind, unit));
  if (kind === "share") return `${limit} of the ${words.shareOf ?? words.things} ${rest}`;
  return `${limit} for ${words.things}${ofStatistic(alarm)} ${rest}`;
}

/** The value that decided, and what is allowed; undefined where there is none. */
export function wordsOf(alarm: AlarmDefinition, value: number | null): string | undefined {
  if (value === null) return undefined;
  const rest = `in ${spanText(alarm.periodSeconds)}${timesText(alarm)}`;
  return `${valueText(alarm, value)} ${rest}; ${isAllowed(alarm)}`;
}

type Kind = "count" | "share" | "amount";

interface Subject {
  readonly kind: Kind;
  readonly words: Words;
  readonly unit: string | undefined;
}

function subjectOf({ watched }: AlarmDefinition): Subject {
  if (watched?.kind !== "metric") {
    const label = watched?.label ?? watched?.expression ?? "values";
    const [, name = label] = /^(.*) \(%\)$/.exec(label) ?? [];
    const things = name.charAt(0).toLowerCase() + name.slice(1);
    const unit = name === label ? undefined : "Percent";
    return { kind: "amount", words: { things, thing: things }, unit };
  }
  const { namespace, name } = watched.metric;
  const words = WORDS[`${namespace}/${name}`] ?? takenApart(name);
  const isSum = watched.statistic === "Sum" || watched.statistic === "SampleCount";
  if (isSum) return { kind: "count", words, unit: undefined };
  const isShare = watched.statistic === "Average" && words.shareOf !== undefined;
  return { kind: isShare ? "share" : "amount", words, unit: watched.unit ?? words.unit };
}

/** "ToolErrors" is "tool errors". */
function takenApart(name: string): Words {
  const things = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
  return { things, thing: things };
}

function valueText(alarm: AlarmDefinition, value: number): string {
  const { kind, words, unit } = subjectOf(alarm);
  if (kind === "count") return `${numberText(value)} ${value === 1 ? words.thing : words.things}`;
  const amount = amountText(value, kind, unit);
  if (kind === "share") return `${amount} of the ${words.shareOf ?? words.things}`;
  const { watched } = alarm;
  if (watched?.kind !== "metric") return `${words.things}: ${amount}`;
  if (watched.statistic === "Maximum" && unit === "Milliseconds")
    return `the longest ${words.thing} took ${amount}`;
  const percent = /^p(\d+(?:\.\d+)?)$/.exec(watched.statistic)?.[1];
  if (percent !== undefined && unit === "Milliseconds") {
    return `${numberText(100 - Number(percent))} % of the ${words.things} took ${amount} or more`;
  }
  return `${words.things}: ${amount}${ofStatistic(alarm)}`;
}

function amountText(value: number, kind: Kind, unit: string | undefined): string {
  return kind === "share" ? quantityText(value * 100, "Percent") : quantityText(value, unit);
}

function ofStatistic({ watched }: AlarmDefinition): string {
  if (watched?.kind !== "metric") return "";
  return ` (${watched.statistic.toLowerCase()})`;
}

/** "fewer than 10", "at most 5 s". */
function limitOf({ comparison, threshold }: AlarmDefinition, amount: string): string {
  const isCount = !/\s/.test(amount);
  switch (comparison) {
    case ">=":
      if (isCount && threshold === 1) return "no";
      return `${isCount ? "fewer" : "less"} than ${amount}`;
    case ">":
      return `at most ${amount}`;
    case "<=":
      return `more than ${amount}`;
    case "<":
      return `at least ${amount}`;
  }
}

function isAllowed(alarm: AlarmDefinition): string {
  const { kind, unit } = subjectOf(alarm);
  const amount =
    kind === "count" ? numberText(alarm.threshold) : amountText(alarm.threshold, kind, unit);
  const limit = limitOf(alarm, amount);
  if (limit === "no") return "none is allowed";
  const isOne = alarm.threshold === 1 || kind === "share" || unit === "Percent";
  const isLow = alarm.comparison === "<" || alarm.comparison === "<=";
  return `${limit} ${isOne ? "is" : "are"} ${isLow ? "wanted" : "allowed"}`;
}

function timesText({ evaluationPeriods, datapointsToAlarm }: AlarmDefinition): string {
  if (evaluationPeriods === 1) return "";
  return datapointsToAlarm === evaluationPeriods
    ? `, ${evaluationPeriods} times in a row`
    : `, ${datapointsToAlarm} of ${evaluationPeriods} times`;
}
