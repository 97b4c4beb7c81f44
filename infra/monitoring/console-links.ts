/** Where things are in the AWS console, in each of its partitions. */
import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface ConsoleLinks {
  readonly dashboard: pulumi.Output<string>;
  readonly fn: pulumi.Output<string>;
  readonly api: pulumi.Output<string>;
  readonly log: pulumi.Output<string>;
  /** With auth: jwt alone. */
  readonly authorizerLog: pulumi.Output<string> | undefined;
  /** Undefined where no tool has any. */
  readonly tasksLog: pulumi.Output<string> | undefined;
}

export interface ConsoleLinksArgs {
  /** Of the function. */
  readonly name: string;
  /** What the dashboard's name has after it. */
  readonly accountSuffix: string;
  readonly function: aws.lambda.Function;
  readonly logGroup: aws.cloudwatch.LogGroup;
  readonly authorizer: { readonly logGroup: aws.cloudwatch.LogGroup } | undefined;
  readonly tasks: { readonly logGroup: aws.cloudwatch.LogGroup } | undefined;
  readonly apiId: pulumi.Output<string>;
}

/** https://docs.aws.amazon.com/general/latest/gr/aws-service-information.html */
const DOMAINS: Readonly<Record<string, string>> = {
  "aws-cn": "console.amazonaws.cn",
  "aws-eusc": "console.amazonaws-eusc.eu",
  "aws-us-gov": "console.amazonaws-us-gov.com",
};

/** Of its ARN: "arn:PARTITION:lambda:REGION:...". */
export function regionOf({ arn }: aws.lambda.Function): pulumi.Output<string> {
  return arn.apply((text) => text.split(":")[3] ?? "");
}

export function consoleLinks(args: ConsoleLinksArgs): ConsoleLinks {
  const { name, accountSuffix } = args;
  const region = regionOf(args.function);
  const domain = args.function.arn.apply(
    (arn) => DOMAINS[arn.split(":")[1] ?? ""] ?? "console.aws.amazon.com",
  );
  const home = (service: string): pulumi.Output<string> =>
    pulumi.interpolate`https://${region}.${domain}/${service}/home?region=${region}`;
  const logOf = ({ name: group }: aws.cloudwatch.LogGroup): pulumi.Output<string> =>
    // The console's own encoding of "/" in a fragment.
    pulumi.interpolate`${home("cloudwatch")}#logsV2:log-groups/log-group/${group.apply((text) => text.replaceAll("/", "$252F"))}`;
  return {
    dashboard: pulumi.interpolate`${home("cloudwatch")}#dashboards/dashboard/${name}${accountSuffix}`,
    fn: pulumi.interpolate`${home("lambda")}#/functions/${name}`,
    api: pulumi.interpolate`https://${region}.${domain}/apigateway/main/apis/${args.apiId}/resources?api=${args.apiId}&region=${region}`,
    log: logOf(args.logGroup),
    authorizerLog: args.authorizer && logOf(args.authorizer.logGroup),
    tasksLog: args.tasks && logOf(args.tasks.logGroup),
  };
}
