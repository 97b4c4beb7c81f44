/** Where alarms are sent: a topic of this stack's own with an e-mail address, or one that exists. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AllSettings } from "../settings";

export interface NotificationArgs extends Pick<
  AllSettings,
  "name" | "alarmEmail" | "alarmTopicArn"
> {
  /** Anything of the stack: its ARN tells partition, region and account. */
  readonly function: aws.lambda.Function;
}

/** Returns the ARNs of topics that alarms notify: one or none. */
export function notificationTopics(
  name: string,
  args: NotificationArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Input<string>[] {
  if (args.alarmTopicArn !== undefined) return [args.alarmTopicArn];
  if (args.alarmEmail === undefined) return [];
  // Not encrypted: with alias/aws/sns CloudWatch could not publish, and alarms tell no secrets.
  // https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns
  const topic = new aws.sns.Topic(`${name}-alarms`, { name: `${args.name}-alarms` }, opts);
  new aws.sns.TopicPolicy(
    `${name}-alarms`,
    { arn: topic.arn, policy: publishingByAlarms(topic, args) },
    opts,
  );
  new aws.sns.TopicSubscription(
    `${name}-alarms`,
    { topic: topic.arn, protocol: "email", endpoint: args.alarmEmail },
    opts,
  );
  return [topic.arn];
}

/** This stack's alarms may publish, and nobody else. */
function publishingByAlarms(topic: aws.sns.Topic, args: NotificationArgs): pulumi.Output<string> {
  return pulumi.all([topic.arn, args.function.arn]).apply(([topicArn, functionArn]) => {
    const [, partition, , region, account] = functionArn.split(":");
    const alarms = `arn:${partition ?? ""}:cloudwatch:${region ?? ""}:${account ?? ""}:alarm:${args.name}-*`;
    return JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: topicArn,
          Condition: {
            StringEquals: { "aws:SourceAccount": account },
            ArnLike: { "aws:SourceArn": alarms },
          },
        },
      ],
    });
  });
}
