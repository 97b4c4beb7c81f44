/**
 * A line for each request that reaches the API: who got 401, 403 or 429 never comes to the function.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { AllSettings } from "../settings";

/** Fields of a line and where API Gateway has them from. Never headers: they may hold credentials. */
const FIELDS = {
  requestId: "$context.requestId",
  time: "$context.requestTimeEpoch",
  ip: "$context.identity.sourceIp",
  caller: "$context.identity.userArn",
  userAgent: "$context.identity.userAgent",
  method: "$context.httpMethod",
  path: "$context.path",
  status: "$context.status",
  error: "$context.error.responseType",
  integrationStatus: "$context.integration.status",
  latencyMs: "$context.responseLatency",
  responseBytes: "$context.responseLength",
};

export type AccessLogsArgs = Pick<AllSettings, "name" | "logRetentionDays">;

/** Makes the log group and tells the stage of it; says what the account needs first. */
export function accessLogs(
  name: string,
  args: AccessLogsArgs,
  opts: pulumi.CustomResourceOptions,
): aws.types.input.apigateway.StageAccessLogSettings {
  const logGroup = new aws.cloudwatch.LogGroup(
    `${name}-access-logs`,
    { name: `/aws/apigateway/${args.name}`, retentionInDays: args.logRetentionDays },
    opts,
  );
  // One setting of the account for all its APIs in a region: destroying it here would silence others.
  void pulumi.log.warn(
    "accessLogs needs the account's CloudWatch role of API Gateway in this region, which this stack never sets. Once an account and region, with a role that has the policy AmazonAPIGatewayPushToCloudWatchLogs: aws apigateway update-account --patch-operations op=replace,path=/cloudwatchRoleArn,value=arn:aws:iam::ACCOUNT:role/ROLE",
    opts.parent,
  );
  return { destinationArn: logGroup.arn, format: JSON.stringify(FIELDS) };
}
