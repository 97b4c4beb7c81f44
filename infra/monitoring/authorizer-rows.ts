/** Rows of the dashboard about tokens: who is let in, who is not and why, and how the authorizer does. */
import type * as aws from "@pulumi/aws";
import * as cloudwatch from "@pulumi/awsx/classic/cloudwatch";
import type { AuthorizerMetrics } from "./authorizer-metrics";
import { AUTHORIZER_COLD_STARTS, REFUSED_TOKENS } from "./insights-queries";
import { graph, logWidget, LogTable, percentiles, watchedGraph } from "./widgets";

export interface MonitoredAuthorizer {
  readonly metrics: AuthorizerMetrics;
  readonly logGroup: aws.cloudwatch.LogGroup;
}

/** Refused since the issuer's keys could not be had, in 5 minutes: the caller got a 500. */
export const MIN_WITHOUT_KEYS = 1;
/** Invocations in a minute that Lambda refused. */
export const MIN_AUTHORIZER_THROTTLES = 1;

export function authorizerRow({ metrics }: MonitoredAuthorizer): cloudwatch.RowWidget {
  const { allowed, refused, withoutKeys, duration, errors, throttles } = metrics;
  return new cloudwatch.RowWidget(
    graph({
      ...{ title: "Checked tokens", width: 5, axis: "tokens" },
      metrics: [
        allowed.withLabel("allowed"),
        refused.withLabel("refused"),
        errors.withPeriod(300).withLabel("errors (each 401 is one)"),
      ],
    }),
    graph({
      ...{ title: "Refused tokens by reason", width: 5, axis: "tokens" },
      metrics: [metrics.refusedByReason],
    }),
    watchedGraph(
      {
        ...{ title: "Tokens without the issuer's keys", width: 5, axis: "tokens in 5 minutes" },
        metric: withoutKeys.withLabel("could not be checked"),
      },
      { value: MIN_WITHOUT_KEYS },
    ),
    watchedGraph(
      {
        ...{ title: "Throttles of the authorizer", width: 4, axis: "in a minute" },
        metric: throttles.withLabel("throttled"),
      },
      { value: MIN_AUTHORIZER_THROTTLES },
    ),
    graph({
      ...{ title: "Duration of the authorizer", width: 5, axis: "ms" },
      metrics: percentiles(duration),
    }),
  );
}

export function authorizerLogRow(authorizer: MonitoredAuthorizer): cloudwatch.RowWidget {
  return new cloudwatch.RowWidget(
    new LogTable({ ...logWidget(REFUSED_TOKENS, authorizer), width: 16 }),
    new cloudwatch.LogWidget({ ...logWidget(AUTHORIZER_COLD_STARTS, authorizer), width: 8 }),
  );
}
