/** The metrics that alarms watch and the dashboard draws, for one stack. */
import type * as aws from "@pulumi/aws";
import * as apigateway from "@pulumi/awsx/classic/apigateway";
import * as cloudwatch from "@pulumi/awsx/classic/cloudwatch";
import * as lambda from "@pulumi/awsx/classic/lambda";
import { ERROR_METRICS, NAMESPACE, SERVICE_METRICS, TOOL_METRICS } from "mcp-lambda/metrics";
import type { AllSettings } from "../settings";

export interface MonitoredMetricsArgs extends Pick<AllSettings, "name" | "stage" | "apiName"> {
  readonly function: aws.lambda.Function;
}

/** Sums over a minute or five, as their alarms take them; other statistics by `withStatistic`. */
export interface MonitoredMetrics {
  readonly requests: cloudwatch.Metric;
  readonly coldStarts: cloudwatch.Metric;
  readonly requestBytes: cloudwatch.Metric;
  readonly responseBytes: cloudwatch.Metric;
  /** By class: label and metric. */
  readonly protocolErrors: readonly cloudwatch.Metric[];
  readonly toolCalls: cloudwatch.Metric;
  readonly toolErrors: cloudwatch.Metric;
  readonly invocations: cloudwatch.Metric;
  readonly errors: cloudwatch.Metric;
  readonly throttles: cloudwatch.Metric;
  readonly duration: cloudwatch.Metric;
  readonly concurrency: cloudwatch.Metric;
  readonly apiCount: cloudwatch.Metric;
  readonly clientErrors: cloudwatch.Metric;
  readonly serverErrors: cloudwatch.Metric;
  readonly latency: cloudwatch.Metric;
  readonly integrationLatency: cloudwatch.Metric;
}

export function monitoredMetrics(args: MonitoredMetricsArgs): MonitoredMetrics {
  const own = ({ name, unit }: OwnMetric): cloudwatch.Metric =>
    new cloudwatch.Metric({
      namespace: NAMESPACE,
      name,
      unit,
      dimensions: { service: args.name },
      statistic: "Sum",
      period: 300,
    });
  const ofFunction = { function: args.function, statistic: "Sum", period: 60 } as const;
  // By name and stage: the APIs of all stacks have the same name.
  const dimensions = { ApiName: args.apiName, Stage: args.stage };
  const ofApi = { dimensions, statistic: "Sum", period: 300 } as const;
  return {
    requests: own(SERVICE_METRICS.requests),
    coldStarts: own(SERVICE_METRICS.coldStarts),
    requestBytes: own(SERVICE_METRICS.requestBytes),
    responseBytes: own(SERVICE_METRICS.responseBytes),
    protocolErrors: Object.entries(ERROR_METRICS).map(([label, metric]) =>
      own(metric).withLabel(label),
    ),
    toolCalls: own(TOOL_METRICS.calls),
    toolErrors: own(TOOL_METRICS.errors),
    invocations: lambda.metrics.invocations(ofFunction),
    errors: lambda.metrics.errors(ofFunction),
    throttles: lambda.metrics.throttles(ofFunction),
    duration: lambda.metrics.duration({ ...ofFunction, period: 300 }),
    concurrency: lambda.metrics.concurrentExecutions({ ...ofFunction, statistic: "Maximum" }),
    apiCount: apigateway.metrics.count(ofApi),
    clientErrors: apigateway.metrics.error4XX(ofApi),
    serverErrors: apigateway.metrics.error5XX(ofApi),
    latency: apigateway.metrics.latency(ofApi),
    integrationLatency: apigateway.metrics.integrationLatency(ofApi),
  };
}

interface OwnMetric {
  readonly name: string;
  readonly unit: cloudwatch.MetricUnit;
}

/**
 * A metric of all tools, each a line: new tools appear by themselves.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html
 */
export function byTool(
  service: string,
  metric: keyof typeof TOOL_METRICS,
  statistic: "Sum" | "p95",
): cloudwatch.ExpressionWidgetMetric {
  const { name } = TOOL_METRICS[metric];
  const schema = `{${NAMESPACE},service,tool}`;
  const expression = `SEARCH('${schema} MetricName="${name}" service="${service}"', '${statistic}', 300)`;
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/graph-dynamic-labels.html
  return new cloudwatch.ExpressionWidgetMetric(expression, "${PROP('Dim.tool')}");
}
