/** The function's role: it may write to its own log group, send traces, and be in a VPC where these are wanted. */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

export interface ExecutionRoleArgs {
  readonly name: string;
  /** End of names that are one per account; default: none. */
  readonly accountSuffix?: string;
  /** What the function is, for people. */
  readonly title: string;
  readonly logGroup: aws.cloudwatch.LogGroup;
  readonly xray: boolean;
  /** Statements that a place in a VPC takes; empty for none. */
  readonly network: readonly aws.iam.PolicyStatement[];
  /** Policy that bounds what the role may be allowed; undefined for none. */
  readonly permissionsBoundaryArn: string | undefined;
}

export interface ExecutionRole {
  readonly role: aws.iam.Role;
  readonly policy: aws.iam.RolePolicy;
}

export function createExecutionRole(
  name: string,
  args: ExecutionRoleArgs,
  opts: pulumi.CustomResourceOptions,
): ExecutionRole {
  const role = new aws.iam.Role(
    `${name}-role`,
    {
      name: roleName(args),
      description: `Execution role of the ${args.title}`,
      assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
      ...(args.permissionsBoundaryArn !== undefined && {
        permissionsBoundary: args.permissionsBoundaryArn,
      }),
    },
    opts,
  );
  const statements: aws.iam.PolicyStatement[] = [
    // Without logs:CreateLogGroup the group cannot come back after a destroy.
    {
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: pulumi.interpolate`${args.logGroup.arn}:*`,
    },
    ...args.network,
  ];
  if (args.xray) {
    // X-Ray has no resources to name: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsx-ray.html
    statements.push({
      Effect: "Allow",
      Action: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
      Resource: "*",
    });
  }
  const policy = new aws.iam.RolePolicy(
    `${name}-policy`,
    {
      name: "write-logs",
      role: role.name,
      policy: { Version: "2012-10-17", Statement: statements },
    },
    opts,
  );
  return { role, policy };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const MAX_NAME = 64;

function roleName({ name, accountSuffix = "" }: ExecutionRoleArgs): string {
  const full = `${name}${accountSuffix}`;
  if (full.length <= MAX_NAME) return full;
  throw new pulumi.RunError(
    `"${full}" cannot name the role of the function ${name}: AWS takes at most ${MAX_NAME} characters. Leave the region out (pulumi config rm regionInNames), or choose another stack name (pulumi stack rename NAME) or another project name in Pulumi.yaml`,
  );
}
