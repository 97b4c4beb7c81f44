/** The metrics of tasks, and of the function that runs them, that alarms watch and the dashboard draws. */
import type * as aws from "@pulumi/aws";
import * as cloudwatch from "@pulumi/awsx/classic/cloudwatch";
import * as lambda from "@pulumi/awsx/classic/lambda";
import { NAMESPACE, TASK_METRICS } from "mcp-lambda/metrics";

/** Sums over a minute (Lambda's own) or five; other statistics by `withStatistic`. */
export interface TaskMetrics {
  readonly lost: cloudwatch.Metric;
  readonly errors: cloudwatch.Metric;
  readonly throttles: cloudwatch.Metric;
  readonly concurrency: cloudwatch.Metric;
}

/**
 * @param service the name of the function that was called, which tasks are counted under.
 * @param tasks the function that runs them.
 */
export function taskMetrics(service: string, tasks: aws.lambda.Function): TaskMetrics {
  const ofFunction = { function: tasks, statistic: "Sum", period: 60 } as const;
  const { name, unit } = TASK_METRICS.lost;
  const dimensions = { service };
  return {
    lost: new cloudwatch.Metric({
      ...{ namespace: NAMESPACE, name, unit, dimensions },
      ...{ statistic: "Sum", period: 300 },
    }),
    errors: lambda.metrics.errors(ofFunction),
    throttles: lambda.metrics.throttles(ofFunction),
    concurrency: lambda.metrics.concurrentExecutions({ ...ofFunction, statistic: "Maximum" }),
  };
}

/** A metric of tasks, each tool a line: "crawl-site started". @param what beside the tool's name. */
export function tasksByTool(
  service: string,
  metric: keyof typeof TASK_METRICS,
  { statistic, what }: { readonly statistic: "Sum" | "p95"; readonly what: string },
): cloudwatch.ExpressionWidgetMetric {
  const { name } = TASK_METRICS[metric];
  const schema = `{${NAMESPACE},service,tool}`;
  const expression = `SEARCH('${schema} MetricName="${name}" service="${service}"', '${statistic}', 300)`;
  return new cloudwatch.ExpressionWidgetMetric(expression, `\${PROP('Dim.tool')} ${what}`);
}
