/**
 * The function's place in a VPC, where databases and services without a public address are.
 *
 * Lambda makes its network interfaces with the permissions of the function's role, and needs them
 * again to remove the interfaces, for up to 20 minutes after the function has left the VPC. A destroy
 * removes the role before that: an interface that is left over is removed by hand.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
 */
import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface NetworkArgs {
  /** Private subnets of one VPC, best in two zones; empty: the function is in no VPC of yours. */
  readonly subnetIds: readonly string[];
  /** Say what the function may connect to; at least one with subnets. */
  readonly securityGroupIds: readonly string[];
}

export interface NetworkStatementsArgs {
  /** Name of the function. */
  readonly name: string;
  readonly logGroup: aws.cloudwatch.LogGroup;
}

/** The function's argument; undefined without subnets. */
export function vpcConfig({
  subnetIds,
  securityGroupIds,
}: NetworkArgs): aws.types.input.lambda.FunctionVpcConfig | undefined {
  if (subnetIds.length === 0) return undefined;
  return { subnetIds: [...subnetIds], securityGroupIds: [...securityGroupIds] };
}

/** What Lambda does: makes an interface, looks whether it is ready, and removes it. */
const INTERFACE_ACTIONS = [
  "ec2:AssignPrivateIpAddresses",
  "ec2:CreateNetworkInterface",
  "ec2:DeleteNetworkInterface",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeSubnets",
  "ec2:UnassignPrivateIpAddresses",
];

/**
 * Statements of the role's policy with subnets. Lambda takes a role only with these actions on "*": the
 * interfaces do not exist yet, and to describe them knows no resources. The code that runs in the
 * function is denied all of it, so that a tool cannot take a network interface of something else away.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html#configuration-vpc-permissions
 */
export function networkStatements({
  name,
  logGroup,
}: NetworkStatementsArgs): aws.iam.PolicyStatement[] {
  // The function's own output would wait for this policy. The log group is in the same place.
  const functionArn = logGroup.arn.apply((arn) => {
    const [, partition = "", , region = "", account = ""] = arn.split(":");
    return `arn:${partition}:lambda:${region}:${account}:function:${name}`;
  });
  return [
    { Effect: "Allow", Action: INTERFACE_ACTIONS, Resource: "*" },
    {
      Effect: "Deny",
      Action: [...INTERFACE_ACTIONS, "ec2:DetachNetworkInterface"],
      Resource: "*",
      Condition: { ArnEquals: { "lambda:SourceFunctionArn": functionArn } },
    },
  ];
}

/** Says what a function in a VPC reaches no more; nothing without subnets. */
export function warnOfNetwork({ subnetIds }: NetworkArgs, resource: pulumi.Resource): void {
  if (subnetIds.length === 0) return;
  const zones =
    subnetIds.length === 1
      ? " With one subnet the server is down when that subnet's zone is: name a second one."
      : "";
  void pulumi.log.warn(
    `subnetIds: from these subnets tools reach neither AWS (DynamoDB, Secrets Manager ...) nor the internet, and wait until their deadline, unless the subnets have a NAT gateway (a public subnet is not enough) or VPC endpoints of the services. Logs and metrics need neither, and tokens are checked outside of the VPC.${zones} After a destroy Lambda takes up to 20 minutes to give the network interfaces back.`,
    resource,
  );
}
