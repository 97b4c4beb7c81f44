/**
 * The alarms: what each watches, when it is raised, and what to do then. A failed tool is HTTP 200
 * and no error of Lambda's, so tools have alarms of their own.
 *
 * Missing data is no breach: without requests there are none. A dead endpoint therefore looks well
 * from here; only a check from outside sees it.
 */
import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { ofAuthorizer } from "./authorizer-alarms";
import type { AuthorizerMetrics } from "./authorizer-metrics";
import { ofTasks } from "./task-alarms";
import type { TaskMetrics } from "./task-metrics";
import {
  CALLERS,
  CLIENTS,
  CUT_OFF_CALLS,
  FAILED_CALLS,
  LAST_ERRORS,
  ONE_TOOL,
  REFUSED_TOKENS,
  SLOWEST_CALLS,
} from "./insights-queries";
import { regionOf } from "./console-links";
import { createAlarm, percentOf, type Watch } from "./metric-alarm";
import type { MonitoredMetrics } from "./monitored-metrics";
import type { AllSettings } from "../settings";

/** A rate says nothing of fewer calls. */
const MIN_CALLS = 20;

export interface AlarmsArgs extends Pick<
  AllSettings,
  "name" | "auth" | "timeoutSeconds" | "reservedConcurrency" | "throttleRate" | "alarms"
> {
  readonly metrics: MonitoredMetrics;
  /** With auth: jwt alone. */
  readonly authorizer: { readonly metrics: AuthorizerMetrics } | undefined;
  /** Undefined where no tool has any. */
  readonly tasks: { readonly metrics: TaskMetrics } | undefined;
  /** ARNs of topics that are told of changes. */
  readonly topics: pulumi.Input<string>[];
  readonly dashboardUrl: pulumi.Input<string>;
  /** Anything of the stack: its ARN tells the region. */
  readonly function: aws.lambda.Function;
}

/** Alarms whose threshold is not 0, the most telling first. */
export function createAlarms(
  name: string,
  args: AlarmsArgs,
  opts: pulumi.CustomResourceOptions,
): aws.cloudwatch.MetricAlarm[] {
  const { authorizer, tasks, alarms } = args;
  const watches = [
    ...ofTools(args),
    ...ofFunction(args),
    ...ofApi(args),
    ...(authorizer === undefined ? [] : ofAuthorizer(authorizer.metrics)),
    ...(tasks === undefined ? [] : ofTasks(tasks.metrics, alarms)),
  ];
  const region = regionOf(args.function);
  return watches
    .filter(({ threshold }) => threshold > 0)
    .map((watch) => createAlarm(name, { ...args, region, watch }, opts));
}

const TOOL_QUERIES = [FAILED_CALLS, LAST_ERRORS, ONE_TOOL];

/** The function's own errors first: without it no tool runs. */
function ofTools({ metrics, alarms }: AlarmsArgs): readonly Watch[] {
  return [
    {
      name: "errors",
      description:
        "The function crashed, ran out of memory or into its timeout; callers got a 502. Look first at which calls were cut off. A failed tool does not count here.",
      queries: [CUT_OFF_CALLS, LAST_ERRORS],
      of: metrics.errors,
      threshold: alarms.errors,
      operator: "GreaterThanOrEqualToThreshold",
    },
    {
      name: "tool-errors",
      description:
        "Tools failed: they returned an error, threw, were late, or gave more than can be sent. See which one and why, then what it wrote. Calls that were refused (unknown tools, wrong arguments, a missing scope) do not count here.",
      queries: TOOL_QUERIES,
      of: metrics.toolErrors,
      threshold: alarms.toolErrors,
      operator: "GreaterThanOrEqualToThreshold",
    },
    {
      name: "tool-error-rate",
      description: `At least ${alarms.toolErrorPercent} % of the tool calls in 5 minutes failed (of ${MIN_CALLS} calls or more). See which tool and why, then what it wrote.`,
      queries: TOOL_QUERIES,
      of: percentOf(metrics.toolErrors, metrics.toolCalls, {
        minimum: MIN_CALLS,
        label: "Failed tool calls (%)",
      }),
      threshold: alarms.toolErrorPercent,
      operator: "GreaterThanOrEqualToThreshold",
    },
  ];
}

function ofFunction(args: AlarmsArgs): readonly Watch[] {
  const { metrics, alarms, timeoutSeconds } = args;
  return [
    {
      name: "throttles",
      description: `Lambda refused invocations: ${whyRefused(args)}`,
      queries: [SLOWEST_CALLS],
      of: metrics.throttles,
      threshold: alarms.throttles,
      operator: "GreaterThanOrEqualToThreshold",
    },
    {
      name: "duration",
      description: `An invocation took more than ${alarms.durationPercent} % of the ${timeoutSeconds - 1} s that a tool has. Look at the slowest calls on the dashboard; raise timeoutSeconds (28 at most) or memoryMb, or let the tool do less.`,
      queries: [SLOWEST_CALLS, CUT_OFF_CALLS],
      of: metrics.duration.withStatistic("Maximum"),
      threshold: longestDurationMs(args),
      operator: "GreaterThanThreshold",
    },
  ];
}

function whyRefused({ reservedConcurrency }: AlarmsArgs): string {
  return reservedConcurrency === undefined
    ? "the account's concurrency in this region is used up. See which function takes it, and ask for a higher quota (Service Quotas, Lambda, concurrent executions)."
    : `the ${reservedConcurrency} at a time that reservedConcurrency keeps for it are used up. Look at the slowest calls on the dashboard and at who calls; raise reservedConcurrency when these are wanted.`;
}

function ofApi(args: AlarmsArgs): readonly Watch[] {
  const { metrics, alarms, throttleRate, authorizer } = args;
  const also = authorizer === undefined ? "" : ", the authorizer (its row on the dashboard)";
  const ofTokens = authorizer === undefined ? [] : [REFUSED_TOKENS];
  return [
    {
      name: "server-errors",
      description: `At least ${alarms.serverErrorPercent} % of the requests were answered with 5xx. Without an alarm of the function's errors it is the gateway: permission, integration${also}, or more time than it waits (29 s; for a stream longer).`,
      queries: [CUT_OFF_CALLS, LAST_ERRORS, ...ofTokens],
      // Each request counts 0 or 1: their average is the rate.
      of: metrics.serverErrors.withStatistic("Average"),
      threshold: alarms.serverErrorPercent / 100,
      operator: "GreaterThanOrEqualToThreshold",
    },
    {
      name: "latency",
      description: `One request of a hundred took more than ${alarms.latencyMs} ms. Compare "Duration by tool" and the cold starts on the dashboard: a slow tool, or many new environments.`,
      queries: [SLOWEST_CALLS],
      of: metrics.latency.withExtendedStatistic(99),
      threshold: alarms.latencyMs,
      operator: "GreaterThanThreshold",
    },
    {
      name: "requests",
      description: `More than ${alarms.requests} requests in 5 minutes, three times in a row; the throttle lets ${throttleRate * 300} through. A month of it is near the worst that the settings allow (npm run cost). See who calls (accessLogs); lower throttleRate${args.auth === "none" ? ", or say who may call (auth)" : ""}.`,
      queries: [args.auth === "none" ? CLIENTS : CALLERS],
      of: metrics.apiCount,
      threshold: alarms.requests,
      operator: "GreaterThanThreshold",
      periods: 3,
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
