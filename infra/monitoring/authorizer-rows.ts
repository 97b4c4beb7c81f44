/** Rows of the dashboard about tokens: who is let in, who is not and why, and how the authorizer does. */
import type * as aws from "@pulumi/aws";
import * as cloudwatch from "@pulumi/awsx/classic/cloudwatch";
import type { AuthorizerMetrics } from "./authorizer-metrics";
import { AUTHORIZER_COLD_STARTS, REFUSED_TOKENS } from "./insights-queries";
import { graph, logWidget, LogTable, percentiles, threshold } from "./widgets";

export interface MonitoredAuthorizer {
  readonly metrics: AuthorizerMetrics;
  readonly logGroup: aws.cloudwatch.LogGroup;
}

/** Refused since the issuer's keys could not be had, in 5 minutes: the caller got a 500. */
export const MIN_WITHOUT_KEYS = 1;
/** Invocations in a minute that Lambda refused. */
export const MIN_AUTHORIZER_THROTTLES = 1;

export function authorizerRow({ metrics }: MonitoredAuthorizer): cloudwatch.RowWidget {
  const { allowed, refused, duration, errors, throttles } = metrics;
  return new cloudwatch.RowWidget(
    graph("Checked tokens", 6, [allowed.withLabel("allowed"), refused.withLabel("refused")]),
    graph(
      "Refused tokens by reason",
      6,
      [metrics.refusedByReason],
      [threshold("alarm: keys", MIN_WITHOUT_KEYS)],
    ),
    graph("Duration of the authorizer (ms)", 6, [
      ...percentiles(duration),
      duration.withStatistic("Maximum").withLabel("max"),
    ]),
    graph(
      "Throttles and errors of the authorizer",
      6,
      [throttles.withLabel("throttles"), errors.withLabel("errors (each 401 is one)")],
      [threshold("alarm: throttles", MIN_AUTHORIZER_THROTTLES)],
    ),
  );
}

export function authorizerLogRow(authorizer: MonitoredAuthorizer): cloudwatch.RowWidget {
  return new cloudwatch.RowWidget(
    new LogTable({ ...logWidget(REFUSED_TOKENS, authorizer), width: 16 }),
    new cloudwatch.LogWidget({ ...logWidget(AUTHORIZER_COLD_STARTS, authorizer), width: 8 }),
  );
}
