/**
 * One alarm of a metric or of a rate. None names a unit: with another unit than the metric's own an
 * alarm would have no data, and silence is no breach.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type * as cloudwatch from "@pulumi/awsx/classic/cloudwatch";
import { type InsightsQuery, ONE_REQUEST } from "./insights-queries";

export interface Watch {
  /** The alarm's name behind <project>-<stack>. */
  readonly name: string;
  /** What it means, and what to do: sentences of one line. */
  readonly description: string;
  /** Saved ones that say more, the most telling first. */
  readonly queries: readonly InsightsQuery[];
  /** Behind <project>-<stack>: the function whose alias is set back; default: the one that is called. */
  readonly functionSuffix?: "-authorizer";
  /** A metric, or the queries of an expression. */
  readonly of: cloudwatch.Metric | MetricQueries;
  readonly threshold: number;
  readonly operator: "GreaterThanOrEqualToThreshold" | "GreaterThanThreshold";
  /** Periods in a row that breach; default 1. */
  readonly periods?: number;
}

export type MetricQueries = aws.types.input.cloudwatch.MetricAlarmMetricQuery[];

export interface MetricAlarmArgs {
  /** <project>-<stack> */
  readonly name: string;
  readonly watch: Watch;
  readonly region: pulumi.Input<string>;
  readonly dashboardUrl: pulumi.Input<string>;
  /** ARNs of topics that are told of changes. */
  readonly topics: pulumi.Input<string>[];
}

export function createAlarm(
  name: string,
  args: MetricAlarmArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.MetricAlarm {
  const { name: stackName, watch, topics } = args;
  return new aws.cloudwatch.MetricAlarm(
    `${name}-${watch.name}`,
    {
      name: `${stackName}-${watch.name}`,
      alarmDescription: describe(args),
      ...(Array.isArray(watch.of) ? { metricQueries: watch.of } : watchedMetric(watch.of)),
      threshold: watch.threshold,
      comparisonOperator: watch.operator,
      evaluationPeriods: watch.periods ?? 1,
      treatMissingData: "notBreaching",
      alarmActions: topics,
      okActions: topics,
    },
    opts,
  );
}

/**
 * All that somebody has at night: 1,024 characters at most, and nothing in it changes by itself.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
function describe({ name, watch, ...args }: MetricAlarmArgs): pulumi.Output<string> {
  const { description, queries, functionSuffix = "" } = watch;
  const titles = [...queries, ONE_REQUEST].map(({ title }) => `"${title}"`).join(", ");
  return pulumi.interpolate`${description}
Saved queries, ${name}/...: ${titles}.
Dashboard: ${args.dashboardUrl}
Commands: docs/operations.md#${watch.name}
If it began with a deployment: ${wayBack(functionSuffix)}git revert it, npm run up. Without the project: aws lambda update-alias --region ${args.region} --function-name ${name}${functionSuffix} --name live --function-version N, with an N before the last of aws lambda list-versions-by-function.`;
}

/** With the function that is called go the versions of tasks that it begins; the authorizer stays. */
function wayBack(functionSuffix: string): string {
  return functionSuffix === ""
    ? `npm run rollback -- --stack ${pulumi.getStack()}; mended: with --clear. For good: `
    : "";
}

/** The rate of one count in another, in percent; nothing where there are fewer than `minimum`. */
export function percentOf(
  part: cloudwatch.Metric,
  whole: cloudwatch.Metric,
  { minimum, label }: { readonly minimum: number; readonly label: string },
): MetricQueries {
  return [
    sumOf("errors", part),
    sumOf("calls", whole),
    {
      id: "rate",
      expression: `IF(calls >= ${minimum}, 100 * errors / calls, 0)`,
      label,
      returnData: true,
    },
  ];
}

function watchedMetric({
  name: metricName,
  namespace,
  dimensions,
  period,
  statistic,
  extendedStatistic,
}: cloudwatch.Metric): Partial<aws.cloudwatch.MetricAlarmArgs> {
  return {
    metricName,
    namespace,
    ...(dimensions && { dimensions }),
    period,
    statistic,
    extendedStatistic: extendedStatistic.apply((percentile) =>
      percentile === undefined ? undefined : `p${percentile}`,
    ),
  };
}

function sumOf(
  id: string,
  { name: metricName, namespace, dimensions, period }: cloudwatch.Metric,
): MetricQueries[number] {
  const metric = { metricName, namespace, ...(dimensions && { dimensions }), period, stat: "Sum" };
  return { id, metric };
}
