/**
 * CloudWatch alarm state rules: the next state of an alarm, from the values of its periods.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
import type { AlarmDefinition } from "./alarm-definition";
import type { AlarmState } from "../dashboard/view";

/** AWS looks back further than the evaluation periods, for values in place of missing ones. */
export const EXTRA_PERIODS = 2;

export type Rule = Pick<
  AlarmDefinition,
  "comparison" | "threshold" | "evaluationPeriods" | "datapointsToAlarm" | "missingData"
>;

/** The next state; undefined: it stays as it is. `points` are those of the range, the oldest first. */
export function nextState(rule: Rule, points: readonly (number | null)[]): AlarmState | undefined {
  const { evaluationPeriods, datapointsToAlarm, missingData } = rule;
  const breaching = points.map((point) => (point === null ? null : breaches(rule, point)));
  const real = breaching.filter((breach) => breach !== null);
  if (real.length === 0) return withoutData(rule);
  // Enough real values: the newest of them decide, however missing ones are treated.
  const decisive = real.slice(-evaluationPeriods);
  const missing = evaluationPeriods - decisive.length;
  const filled = missingData === "breaching" ? missing : 0;
  const count = decisive.filter((breach) => breach).length + filled;
  if (count >= datapointsToAlarm) return "ALARM";
  if (missing === 0 || missingData === "breaching" || missingData === "notBreaching") return "OK";
  if (decisive.some((breach) => !breach)) return "OK";
  // Only breaching values, and too few of them: what comes next may be within the threshold.
  if (missingData === "ignore") return undefined;
  const age = breaching.length - breaching.findIndex((breach) => breach !== null);
  return age >= datapointsToAlarm ? "ALARM" : undefined;
}

export function breaches({ comparison, threshold }: Rule, value: number): boolean {
  switch (comparison) {
    case ">":
      return value > threshold;
    case ">=":
      return value >= threshold;
    case "<":
      return value < threshold;
    case "<=":
      return value <= threshold;
  }
}

function withoutData({ missingData }: Rule): AlarmState | undefined {
  switch (missingData) {
    case "missing":
      return "INSUFFICIENT_DATA";
    case "ignore":
      return undefined;
    case "breaching":
      return "ALARM";
    case "notBreaching":
      return "OK";
  }
}
