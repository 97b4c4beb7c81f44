/** The metrics of the authorizer that alarms watch and the dashboard draws. */
import type * as aws from "@pulumi/aws";
import * as cloudwatch from "@pulumi/awsx/classic/cloudwatch";
import * as lambda from "@pulumi/awsx/classic/lambda";
import * as pulumi from "@pulumi/pulumi";
import { AUTH_METRICS, AUTH_NAMESPACE, type REFUSAL_REASONS } from "jwt-authorizer/metrics";

/** Sums over a minute (Lambda's own) or five; other statistics by `withStatistic`. */
export interface AuthorizerMetrics {
  readonly allowed: cloudwatch.Metric;
  readonly refused: cloudwatch.Metric;
  /** Refused since the issuer's keys could not be had. */
  readonly withoutKeys: cloudwatch.Metric;
  /** Each reason a line, as soon as there is one. */
  readonly refusedByReason: cloudwatch.ExpressionWidgetMetric;
  readonly duration: cloudwatch.Metric;
  /** Each 401 is one: the authorizer says so by an error. */
  readonly errors: cloudwatch.Metric;
  readonly throttles: cloudwatch.Metric;
}

/** @param authorizer the function whose name its metrics have as `service`. */
export function authorizerMetrics(authorizer: aws.lambda.Function): AuthorizerMetrics {
  const service = authorizer.name;
  const ofFunction = { function: authorizer, statistic: "Sum", period: 60 } as const;
  const refused = own(AUTH_METRICS.refused, { service });
  const reason: (typeof REFUSAL_REASONS)[number] = "keys";
  return {
    allowed: own(AUTH_METRICS.allowed, { service }),
    refused,
    withoutKeys: refused.withDimensions({ reason }),
    refusedByReason: byReason(service),
    duration: lambda.metrics.duration({ ...ofFunction, period: 300 }),
    errors: lambda.metrics.errors(ofFunction),
    throttles: lambda.metrics.throttles(ofFunction),
  };
}

function own(
  { name, unit }: { readonly name: string; readonly unit: cloudwatch.MetricUnit },
  dimensions: Record<string, pulumi.Input<string>>,
): cloudwatch.Metric {
  const statistic = "Sum";
  const namespace = AUTH_NAMESPACE;
  return new cloudwatch.Metric({ namespace, name, unit, dimensions, statistic, period: 300 });
}

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/search-expression-syntax.html */
function byReason(service: pulumi.Output<string>): cloudwatch.ExpressionWidgetMetric {
  const schema = `{${AUTH_NAMESPACE},service,reason}`;
  const { name } = AUTH_METRICS.refused;
  const expression = pulumi.interpolate`SEARCH('${schema} MetricName="${name}" service="${service}"', 'Sum', 300)`;
  return new cloudwatch.ExpressionWidgetMetric(expression, "${PROP('Dim.reason')}");
}
