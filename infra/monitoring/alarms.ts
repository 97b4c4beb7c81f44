/**
 * The alarms: what each watches, when it is raised, and what to do then. A failed tool is HTTP 200
 * and no error of Lambda's, so tools have alarms of their own.
 *
 * Missing data is no breach: without requests there are none. A dead endpoint therefore looks well
 * from here; only a check from outside sees it.
 */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type * as cloudwatch from "@pulumi/awsx/classic/cloudwatch";
import type { MonitoredMetrics } from "./monitored-metrics";
import type { AllSettings } from "../settings";

/** A rate says nothing of fewer calls. */
const MIN_CALLS = 20;

interface Watch {
  /** The alarm's name behind <project>-<stack>. */
  readonly name: string;
  readonly description: string;
  readonly metric: cloudwatch.Metric;
  readonly threshold: number;
  readonly operator: cloudwatch.AlarmComparisonOperator;
}

export interface AlarmsArgs extends Pick<AllSettings, "name" | "timeoutSeconds" | "alarms"> {
  readonly metrics: MonitoredMetrics;
  /** ARNs of topics that are told of changes. */
  readonly topics: pulumi.Input<string>[];
}

/** Alarms whose threshold is not 0, the most telling first. */
export function createAlarms(
  name: string,
  args: AlarmsArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.MetricAlarm[] {
  const common = {
    alarmActions: args.topics,
    okActions: args.topics,
    evaluationPeriods: 1,
    treatMissingData: "notBreaching",
  } as const;
  const watches = watchesOf(args).filter(({ threshold }) => threshold > 0);
  const alarms = watches.map((watch) =>
    watch.metric.createAlarm(
      `${name}-${watch.name}`,
      {
        ...common,
        name: `${args.name}-${watch.name}`,
        alarmDescription: watch.description,
        threshold: watch.threshold,
        comparisonOperator: watch.operator,
      },
      opts,
    ),
  );
  if (args.alarms.toolErrorPercent === 0) return alarms;
  const rate = new aws.cloudwatch.MetricAlarm(
    `${name}-tool-error-rate`,
    {
      ...common,
      name: `${args.name}-tool-error-rate`,
      alarmDescription: `At least ${args.alarms.toolErrorPercent} % of the tool calls in 5 minutes failed (of ${MIN_CALLS} calls or more). Look at "Errors by tool" on the dashboard for which tool, then at the log lines of that tool.`,
      threshold: args.alarms.toolErrorPercent,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      metricQueries: toolErrorRate(args.metrics),
    },
    opts,
  );
  return [...alarms, rate];
}

function watchesOf({ metrics, alarms, timeoutSeconds }: AlarmsArgs): readonly Watch[] {
  return [
    {
      name: "errors",
      description:
        "The function crashed, ran out of memory or into its timeout; callers got a 502. Look at the last errors on the dashboard first. A failed tool does not count here.",
      metric: metrics.errors,
      threshold: alarms.errors,
      operator: "GreaterThanOrEqualToThreshold",
    },
    {
      name: "tool-errors",
      description:
        'Tools failed: they returned an error, threw, missed their deadline, or do not exist. Look at "Errors by tool" on the dashboard for which one, then at the log lines of that tool.',
      metric: metrics.toolErrors,
      threshold: alarms.toolErrors,
      operator: "GreaterThanOrEqualToThreshold",
    },
    {
      name: "throttles",
      description:
        "Lambda refused invocations: the account's concurrency in this region is used up. See which function takes it, and ask for a higher quota (Service Quotas, Lambda, concurrent executions).",
      metric: metrics.throttles,
      threshold: alarms.throttles,
      operator: "GreaterThanOrEqualToThreshold",
    },
    {
      name: "duration",
      description: `An invocation took more than ${alarms.durationPercent} % of the ${timeoutSeconds - 1} s that a tool has. Look at the slowest calls on the dashboard; raise timeoutSeconds (28 at most) or memoryMb, or let the tool do less.`,
      metric: metrics.duration.withStatistic("Maximum"),
      threshold: longestDurationMs({ alarms, timeoutSeconds }),
      operator: "GreaterThanThreshold",
    },
    {
      name: "server-errors",
      description: `At least ${alarms.serverErrorPercent} % of the requests were answered with 5xx. Without an alarm of the function's errors it is the gateway: permission, integration, or more than 29 s.`,
      // Each request counts 0 or 1: their average is the rate.
      metric: metrics.serverErrors.withStatistic("Average"),
      threshold: alarms.serverErrorPercent / 100,
      operator: "GreaterThanOrEqualToThreshold",
    },
    {
      name: "latency",
      description: `One request of a hundred took more than ${alarms.latencyMs} ms. Compare "Duration by tool" and the cold starts on the dashboard: a slow tool, or many new environments.`,
      metric: metrics.latency.withExtendedStatistic(99),
      threshold: alarms.latencyMs,
      operator: "GreaterThanThreshold",
    },
  ];
}

/** A tool is cut off a second before the timeout: more than a part of its time, not of the function's. */
export function longestDurationMs({
  alarms,
  timeoutSeconds,
}: Pick<AlarmsArgs, "alarms" | "timeoutSeconds">): number {
  return (timeoutSeconds - 1) * 10 * alarms.durationPercent;
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html */
function toolErrorRate({
  toolErrors,
  toolCalls,
}: MonitoredMetrics): aws.types.input.cloudwatch.MetricAlarmMetricQuery[] {
  const query = (
    id: string,
    { name, namespace, dimensions, period, unit }: cloudwatch.Metric,
  ): aws.types.input.cloudwatch.MetricAlarmMetricQuery => ({
    id,
    metric: {
      metricName: name,
      namespace,
      ...(dimensions && { dimensions }),
      period,
      stat: "Sum",
      unit: unit.apply((given) => given ?? "Count"),
    },
  });
  return [
    query("errors", toolErrors),
    query("calls", toolCalls),
    {
      id: "rate",
      expression: `IF(calls >= ${MIN_CALLS}, 100 * errors / calls, 0)`,
      label: "Failed tool calls (%)",
      returnData: true,
    },
  ];
}
