/** CloudWatch alarm definition, as declared (aws:cloudwatch/metricAlarm:MetricAlarm). */
import { type DeclaredResource, inputText } from "../../program/declared";
import type { Query } from "../expressions/query";
import { arrayOf, numberOf, type PlainRecord, recordOf, textOf, textsOf } from "../untyped-json";

const COMPARISONS = {
  GreaterThanThreshold: ">",
  GreaterThanOrEqualToThreshold: ">=",
  LessThanThreshold: "<",
  LessThanOrEqualToThreshold: "<=",
} as const;

export type Comparison = (typeof COMPARISONS)[keyof typeof COMPARISONS];

const MISSING_DATA = ["missing", "ignore", "breaching", "notBreaching"] as const;
export type MissingData = (typeof MISSING_DATA)[number];

export interface AlarmDefinition {
  readonly name: string;
  readonly description: string;
  readonly comparison: Comparison;
  readonly threshold: number;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly missingData: MissingData;
  /** A percentile of few values does not change the state. */
  readonly ignoresLowSamples: boolean;
  readonly queries: readonly Query[];
  /** The one of `queries` that the threshold is for. */
  readonly watched: Query | undefined;
  /** What keeps it from being evaluated here, or at all. */
  readonly problems: readonly string[];
}

const HOUR = 3600;
const DAY = 24 * HOUR;

/** The alarm that a resource declares. */
export function readAlarm(resource: DeclaredResource): AlarmDefinition {
  const { inputs } = resource;
  const problems: string[] = [];
  const evaluationPeriods = numberOf(inputs["evaluationPeriods"]) ?? 1;
  const datapointsToAlarm = numberOf(inputs["datapointsToAlarm"]) ?? evaluationPeriods;
  if (datapointsToAlarm > evaluationPeriods) {
    problems.push(
      `datapointsToAlarm ${datapointsToAlarm} is more than evaluationPeriods ${evaluationPeriods}`,
    );
  }
  const metricQueries = arrayOf(inputs["metricQueries"]).map(recordOf);
  const isSimple = metricQueries.length === 0;
  const queries = isSimple ? [simpleQuery(inputs)] : metricQueries.flatMap(readQuery);
  const returned = metricQueries.findIndex(({ returnData }) => returnData === true);
  const periodSeconds = isSimple ? numberOf(inputs["period"]) : periodOf(metricQueries);
  problems.push(...periodProblems(periodSeconds, evaluationPeriods, queries));
  if (numberOf(inputs["threshold"]) === undefined) problems.push("threshold must be a number");
  if (!isSimple && metricQueries.filter((query) => query["returnData"] === true).length !== 1) {
    problems.push("exactly one of metricQueries must have returnData");
  }
  return {
    name: inputText(resource, "name", resource.name),
    description: inputText(resource, "alarmDescription"),
    comparison: comparisonOf(inputs, problems),
    threshold: numberOf(inputs["threshold"]) ?? 0,
    periodSeconds: Math.max(10, periodSeconds ?? 60),
    evaluationPeriods,
    datapointsToAlarm,
    missingData: missingDataOf(inputs, problems),
    ignoresLowSamples: inputs["evaluateLowSampleCountPercentiles"] === "ignore",
    queries,
    watched: isSimple ? queries[0] : queries[returned],
    problems,
  };
}

/** "ToolErrors Sum >= 10 for 1 of 1 periods of 300 s" */
export function ruleText(alarm: AlarmDefinition): string {
  const { watched, comparison, threshold, datapointsToAlarm, evaluationPeriods } = alarm;
  const what =
    watched?.kind === "metric"
      ? `${watched.metric.name} ${watched.statistic}`
      : (watched?.label ?? watched?.expression ?? "nothing");
  return `${what} ${comparison} ${threshold} for ${datapointsToAlarm} of ${evaluationPeriods} periods of ${alarm.periodSeconds} s`;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
function periodProblems(
  seconds: number | undefined,
  evaluationPeriods: number,
  queries: readonly Query[],
): readonly string[] {
  const isLegal = seconds !== undefined && seconds > 0 && seconds % 60 === 0;
  if (!isLegal && ![10, 20, 30].includes(seconds ?? 0)) {
    return [`period must be 10, 20, 30 or a multiple of 60 s, not ${String(seconds)}`];
  }
  const isAws = (query: Query): boolean =>
    query.kind === "metric" && query.metric.namespace.startsWith("AWS/");
  if (!isLegal && queries.some(isAws)) {
    return [`period ${String(seconds)} is too short: AWS vends one value a minute`];
  }
  const all = (seconds ?? 0) * evaluationPeriods;
  const max = (seconds ?? 0) < HOUR ? DAY : 7 * DAY;
  return all > max ? [`its periods are ${all} s together; the maximum is ${max}`] : [];
}

function simpleQuery(inputs: PlainRecord): Query {
  return {
    kind: "metric",
    id: undefined,
    label: undefined,
    metric: metricOf(inputs),
    statistic: textOf(inputs["extendedStatistic"]) ?? textOf(inputs["statistic"]) ?? "",
    unit: textOf(inputs["unit"]),
  };
}

function readQuery(query: PlainRecord): readonly Query[] {
  const named = { id: textOf(query["id"]), label: textOf(query["label"]) };
  const expression = textOf(query["expression"]);
  if (expression !== undefined) return [{ kind: "expression", ...named, expression }];
  const metric = recordOf(query["metric"]);
  const statistic = textOf(metric["stat"]) ?? "";
  const unit = textOf(metric["unit"]);
  return [{ kind: "metric", ...named, metric: metricOf(metric), statistic, unit }];
}

function metricOf(from: PlainRecord): {
  namespace: string;
  name: string;
  dimensions: Record<string, string>;
} {
  return {
    namespace: textOf(from["namespace"]) ?? "",
    name: textOf(from["metricName"]) ?? "",
    dimensions: { ...textsOf(from["dimensions"]) },
  };
}

function periodOf(queries: readonly PlainRecord[]): number | undefined {
  const periods = queries.map(
    (query) => numberOf(recordOf(query["metric"])["period"]) ?? numberOf(query["period"]) ?? 0,
  );
  const longest = Math.max(...periods);
  return longest > 0 ? longest : undefined;
}

function comparisonOf(inputs: PlainRecord, problems: string[]): Comparison {
  const operator = String(inputs["comparisonOperator"]);
  if (operator in COMPARISONS) return COMPARISONS[operator as keyof typeof COMPARISONS];
  const known = Object.keys(COMPARISONS).join(", ");
  problems.push(`comparisonOperator ${operator} is not evaluated here; known are ${known}`);
  return ">";
}

function missingDataOf(inputs: PlainRecord, problems: string[]): MissingData {
  const asked = inputs["treatMissingData"] ?? "missing";
  const known = MISSING_DATA.find((mode) => mode === asked);
  if (known === undefined) {
    problems.push(`treatMissingData must be one of ${MISSING_DATA.join(", ")}`);
  }
  return known ?? "missing";
}
