/**
 * What a person looks at and is told: alarms, the topic that they notify, the budget, the worst month
 * that the settings allow, the dashboard, and saved queries of the log. Metrics are the function's own
 * (mcp-lambda/metrics) and AWS's.
 */
import * as aws from "@pulumi/aws";
import * as cloudwatch from "@pulumi/awsx/classic/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { reportWorstMonth, type WorstMonthArgs } from "../cost/worst-month";
import { createAlarms } from "./alarms";
import { createBudget } from "./budget";
import { type ConsoleLinks, consoleLinks } from "./console-links";
import { dashboardRows } from "./dashboard";
import { CLIENTS, LAST_ERRORS, MEMORY, SLOWEST_CALLS } from "./insights-queries";
import { monitoredMetrics } from "./monitored-metrics";
import { notificationTopics } from "./notification-topic";
import type { AllSettings } from "../settings";

export interface MonitoringArgs
  extends
    WorstMonthArgs,
    Pick<
      AllSettings,
      "name" | "stage" | "apiName" | "alarms" | "alarmEmail" | "alarmTopicArn" | "monthlyBudgetUsd"
    > {
  readonly function: aws.lambda.Function;
  readonly logGroup: aws.cloudwatch.LogGroup;
  readonly apiId: pulumi.Output<string>;
  readonly endpoint: pulumi.Output<string>;
}

export class Monitoring extends pulumi.ComponentResource {
  /** The dashboard in the AWS console. */
  readonly dashboardUrl: pulumi.Output<string>;

  constructor(name: string, args: MonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mcp:infra:Monitoring", name, {}, opts);
    // Alarms and topics of a name that is taken are taken over without an error; the function's role and
    // log group are refused, so they come first.
    const child = { parent: this, dependsOn: args.function };
    const metrics = monitoredMetrics(args);
    const links = consoleLinks(args);

    reportWorstMonth(args, this);
    createBudget(name, args, child);
    const topics = notificationTopics(name, args, child);
    const createdAlarms = createAlarms(name, { ...args, metrics, topics }, child);
    const introduction = introduce(args, links);
    // The dashboard takes its name from its logical name.
    new cloudwatch.Dashboard(
      args.name,
      {
        start: "-PT3H",
        widgets: dashboardRows({ ...args, metrics, createdAlarms, introduction }),
      },
      child,
    );
    for (const { title, query } of [LAST_ERRORS, SLOWEST_CALLS, CLIENTS, MEMORY]) {
      const slug = title
        .toLowerCase()
        .replace(/[^a-z]+/g, "-")
        .replace(/-$/, "");
      new aws.cloudwatch.QueryDefinition(
        `${name}-${slug}`,
        {
          name: `${args.name}/${title}`,
          logGroupNames: [args.logGroup.name],
          queryString: query,
        },
        child,
      );
    }
    this.dashboardUrl = links.dashboard;
    this.registerOutputs();
  }
}

function introduce(
  { name, endpoint }: MonitoringArgs,
  { fn, api, log }: ConsoleLinks,
): pulumi.Output<string> {
  return pulumi.interpolate`# ${name}
MCP endpoint (Streamable HTTP, POST): \`${endpoint}\`. Connect: \`claude mcp add --transport http ${name} ${endpoint}\`; other clients: \`npm run connect\`.
[Function](${fn}) · [API](${api}) · [Log](${log})`;
}
