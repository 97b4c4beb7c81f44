/**
 * What a person looks at: the dashboard, and the alarm on failed invocations.
 */
import * as aws from "@pulumi/aws";
import * as apigateway from "@pulumi/awsx/classic/apigateway";
import * as cloudwatch from "@pulumi/awsx/classic/cloudwatch";
import * as lambda from "@pulumi/awsx/classic/lambda";
import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "./settings";

export interface MonitoringArgs extends Pick<Settings, "name" | "stage" | "apiName"> {
  readonly function: aws.lambda.Function;
  readonly logGroup: aws.cloudwatch.LogGroup;
  readonly endpoint: pulumi.Output<string>;
}

export class Monitoring extends pulumi.ComponentResource {
  /** The dashboard in the AWS console. */
  readonly dashboardUrl: pulumi.Output<string>;

  constructor(name: string, args: MonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mcp:infra:Monitoring", name, {}, opts);

    const errors = lambda.metrics.errors({ function: args.function, statistic: "Sum", period: 60 });
    const alarm = errors.createAlarm(
      `${name}-errors`,
      {
        name: `${args.name}-errors`,
        alarmDescription:
          "The function crashed, ran out of memory or into its timeout; callers got a 502. Look at the last errors on the dashboard first. A failed tool does not count here.",
        threshold: 1,
        comparisonOperator: "GreaterThanOrEqualToThreshold",
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
      },
      { parent: this },
    );
    // The dashboard takes its name from its logical name.
    const dashboard = new cloudwatch.Dashboard(
      args.name,
      {
        start: "-PT3H",
        widgets: [
          introduction(args),
          ...functionGraphs(args, alarm),
          ...apiGraphs(args),
          errorLog(args),
        ],
      },
      { parent: this },
    );
    this.dashboardUrl = dashboard.url;
    this.registerOutputs();
  }
}

type Row = cloudwatch.RowWidget;

function introduction({ name, endpoint }: MonitoringArgs): Row {
  const markdown = pulumi.interpolate`# ${name}\nMCP endpoint: \`${endpoint}\` (Streamable HTTP, POST)`;
  return new cloudwatch.RowWidget(new cloudwatch.TextWidget({ markdown, width: 24, height: 2 }));
}

function functionGraphs(args: MonitoringArgs, alarm: aws.cloudwatch.MetricAlarm): Row[] {
  const of = { function: args.function, period: 300 };
  const { invocations, errors, throttles, duration, concurrentExecutions } = lambda.metrics;
  return [
    new cloudwatch.RowWidget(
      graph("Invocations", [invocations({ ...of, statistic: "Sum", unit: "Count" })]),
      graph("Errors and throttles", [
        errors({ ...of, statistic: "Sum" }).withLabel("errors"),
        throttles({ ...of, statistic: "Sum" }).withLabel("throttles"),
      ]),
      new cloudwatch.AlarmWidget({ title: "Alarms", alarms: [alarm.arn], width: 8, height: 6 }),
    ),
    new cloudwatch.RowWidget(
      graph("Duration (ms)", [
        duration({ ...of, extendedStatistic: 50 }).withLabel("p50"),
        duration({ ...of, extendedStatistic: 95 }).withLabel("p95"),
        duration({ ...of, extendedStatistic: 99 }).withLabel("p99"),
      ]),
      graph("Concurrent executions", [concurrentExecutions({ ...of, statistic: "Maximum" })]),
    ),
  ];
}

/** By name and stage: the APIs of all stacks have the same name. */
function apiGraphs({ apiName, stage }: MonitoringArgs): Row[] {
  const of = { dimensions: { ApiName: apiName, Stage: stage }, period: 300 };
  const { count, error4XX, error5XX, latency } = apigateway.metrics;
  return [
    new cloudwatch.RowWidget(
      graph("API requests", [count({ ...of, statistic: "Sum" })]),
      graph("API errors", [
        error4XX({ ...of, statistic: "Sum" }).withLabel("4xx"),
        error5XX({ ...of, statistic: "Sum" }).withLabel("5xx"),
      ]),
      graph("API latency (ms)", [
        latency({ ...of, extendedStatistic: 50 }).withLabel("p50"),
        latency({ ...of, extendedStatistic: 95 }).withLabel("p95"),
        latency({ ...of, extendedStatistic: 99 }).withLabel("p99"),
      ]),
    ),
  ];
}

/** Rows as they are; awsx's own log widget draws a curve, which only aggregations have. */
class LogTable extends cloudwatch.LogWidget {
  protected override computeView = (): "timeSeries" => "table" as "timeSeries";
}

/** The server's own errors, and invocations that crashed, ran out of memory or into the timeout. */
function errorLog({ logGroup }: MonitoringArgs): Row {
  const query = pulumi.interpolate`SOURCE '${logGroup.name}' | fields @timestamp, coalesce(message, record.status) as what, tool, error.message, coalesce(requestId, record.requestId) as request\n| filter level = "ERROR" or (type = "platform.report" and record.status != "success")\n| sort @timestamp desc\n| limit 20`;
  return new cloudwatch.RowWidget(
    new LogTable({ title: "Last errors", query, width: 24, height: 6 }),
  );
}

function graph(title: string, metrics: cloudwatch.Metric[]): cloudwatch.Widget {
  return new cloudwatch.LineGraphMetricWidget({ title, metrics, width: 8, height: 6 });
}
