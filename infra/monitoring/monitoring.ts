/**
 * What a person looks at and is told: alarms, the topic that they notify, the budget, the worst month
 * that the settings allow, the dashboard, and saved queries of the logs. Metrics are the functions' own
 * (mcp-lambda/metrics, jwt-authorizer/metrics) and AWS's.
 */
import * as aws from "@pulumi/aws";
import * as cloudwatch from "@pulumi/awsx/classic/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import type { CostSettings } from "../cost/month";
import { reportWorstMonth } from "../cost/worst-month";
import type { AuthorizerFunction } from "../authorization/authorizer-function";
import type { TaskFunction } from "../function/task-function";
import { createAlarms } from "./alarms";
import { authorizerMetrics } from "./authorizer-metrics";
import { createBudget } from "./budget";
import { type ConsoleLinks, consoleLinks } from "./console-links";
import { dashboardRows } from "./dashboard";
import { monitoredMetrics } from "./monitored-metrics";
import { notificationTopics } from "./notification-topic";
import { saveQueries } from "./saved-queries";
import type { AllSettings } from "../settings";
import { taskMetrics } from "./task-metrics";

export interface MonitoringArgs
  extends
    CostSettings,
    Pick<
      AllSettings,
      | "name"
      | "accountSuffix"
      | "stage"
      | "apiName"
      | "alarms"
      | "alarmEmail"
      | "alarmTopicArn"
      | "monthlyBudgetUsd"
    > {
  readonly function: aws.lambda.Function;
  readonly logGroup: aws.cloudwatch.LogGroup;
  /** Checks tokens; with auth: jwt alone. */
  readonly authorizer: Pick<AuthorizerFunction, "function" | "logGroup"> | undefined;
  /** Runs tasks; default: no tool has any. */
  readonly tasks?: Pick<TaskFunction, "function" | "logGroup"> | undefined;
  readonly apiId: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
}

export class Monitoring extends pulumi.ComponentResource {
  /** The dashboard in the AWS console. */
  readonly dashboardUrl: pulumi.Output<string>;

  constructor(name: string, args: MonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mcp:infra:Monitoring", name, {}, opts);
    // Alarms and topics of a name that is taken are taken over without an error; roles and log groups of
    // the functions are refused, so they come first.
    const others = [args.authorizer, args.tasks].filter((each) => each !== undefined);
    const functions = [args.function, ...others.map((other) => other.function)];
    const child = { parent: this, dependsOn: functions };
    const metrics = monitoredMetrics(args);
    const authorizer = args.authorizer && {
      metrics: authorizerMetrics(args.authorizer.function),
      logGroup: args.authorizer.logGroup,
    };
    const tasks = args.tasks && {
      metrics: taskMetrics(args.name, args.tasks.function),
      logGroup: args.tasks.logGroup,
    };
    const monitored = { ...args, metrics, authorizer, tasks };
    const links = consoleLinks(monitored);

    reportWorstMonth({ ...args, hasTasks: tasks !== undefined }, this);
    createBudget(name, args, child);
    const topics = notificationTopics(name, args, child);
    const createdAlarms = createAlarms(
      name,
      { ...monitored, topics, dashboardUrl: links.dashboard },
      child,
    );
    const introduction = introduce(args, links);
    // The dashboard takes its name from its logical name.
    new cloudwatch.Dashboard(
      `${args.name}${args.accountSuffix}`,
      {
        start: "-PT3H",
        // A threshold is of sums over its alarm's period.
        periodOverride: "inherit",
        widgets: dashboardRows({ ...monitored, createdAlarms, introduction }),
      },
      child,
    );
    saveQueries(name, monitored, child);
    this.dashboardUrl = links.dashboard;
    this.registerOutputs();
  }
}

function introduce(
  { name, endpoint }: MonitoringArgs,
  { fn, api, log, authorizerLog, tasksLog }: ConsoleLinks,
): pulumi.Output<string> {
  const linkOf = (what: string, url: pulumi.Output<string> | undefined): pulumi.Input<string> =>
    url === undefined ? "" : pulumi.interpolate` · [Log of ${what}](${url})`;
  const others = pulumi.concat(linkOf("the authorizer", authorizerLog), linkOf("tasks", tasksLog));
  return pulumi.interpolate`# ${name}
MCP endpoint (Streamable HTTP, POST): \`${endpoint}\`. Connect: \`claude mcp add --transport http ${name} ${endpoint}\`; other clients: \`npm run connect\`.
[Function](${fn}) · [API](${api}) · [Log](${log})${others}`;
}
