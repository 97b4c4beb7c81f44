/**
 * A Lambda function and all it needs: log group, role, layer of npm packages, code, and the alias
 * that callers use.
 *
 * Deploys are atomic: configuration and code are two updates in AWS, so each deploy publishes a
 * version and moves the alias `live` to it (live-alias.ts).
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { HandlerBundle } from "pulumi-handler-layer";
import { dependencies } from "../../package.json";
import type { Settings } from "../settings";
import { createExecutionRole } from "./execution-role";
import { createLiveAlias } from "./live-alias";
import { type NetworkArgs, networkStatements, vpcConfig } from "./network";
import { createToolPolicy } from "./tool-policy";

export type Variables = Readonly<Record<string, pulumi.Input<string>>>;

export interface LambdaFunctionArgs
  extends
    Pick<Settings["shared"], "logRetentionDays" | "xray">,
    Pick<
      Settings["function"],
      "architecture" | "memoryMb" | "timeoutSeconds" | "permissionsBoundaryArn"
    > {
  /** Of function, role, and the start of other names. */
  readonly name: string;
  /** End of the role's name, which is one per account; default: none. */
  readonly accountSuffix?: string;
  /** What it is, for people: "MCP server". */
  readonly title: string;
  readonly bundle: HandlerBundle;
  readonly variables: Variables;
  /** Statements of its role beside those that every function has; default: none. */
  readonly statements?: readonly aws.iam.PolicyStatement[];
  readonly reservedConcurrency?: number | undefined;
  /** What its alias points to, and how many environments are kept warm; default: the newest, and none. */
  readonly live?: Pick<Settings["function"], "version" | "provisionedConcurrency">;
  /** Its place in a VPC; default: in none. */
  readonly network?: NetworkArgs;
  /** Level of the lines that it writes; default: info. */
  readonly logLevel?: string;
}

export interface LambdaFunction {
  readonly function: aws.lambda.Function;
  /** What callers invoke: always a whole deploy, never half of one. */
  readonly alias: aws.lambda.Alias;
  readonly logGroup: aws.cloudwatch.LogGroup;
}

export function createLambdaFunction(
  name: string,
  args: LambdaFunctionArgs,
  opts: pulumi.CustomResourceOptions,
): LambdaFunction {
  const logGroup = new aws.cloudwatch.LogGroup(
    `${name}-logs`,
    { name: `/aws/lambda/${args.name}`, retentionInDays: args.logRetentionDays },
    opts,
  );
  const isInVpc = (args.network?.subnetIds.length ?? 0) > 0;
  const network = isInVpc ? networkStatements({ name: args.name, logGroup }) : [];
  const { role, policy } = createExecutionRole(name, { ...args, logGroup, network }, opts);
  const { statements = [] } = args;
  const toolPolicy = createToolPolicy(name, { role, statements }, opts);
  // The function waits for the policies: it would fail without them.
  const policies = toolPolicy === undefined ? [policy] : [policy, toolPolicy];
  const layer = createLayer(name, args, opts);
  const code = createCode(
    name,
    { ...args, role, layer, logGroup },
    { ...opts, dependsOn: policies },
  );
  const { version, provisionedConcurrency } = args.live ?? {};
  const alias = createLiveAlias(name, { code, version, provisionedConcurrency }, opts);
  return { function: code, alias, logGroup };
}

function createLayer(
  name: string,
  args: LambdaFunctionArgs,
  opts: pulumi.CustomResourceOptions,
): aws.lambda.LayerVersion {
  return new aws.lambda.LayerVersion(
    `${name}-dependencies`,
    {
      layerName: `${args.name}-dependencies`,
      description: `npm packages of the ${args.title}`,
      code: pulumi.output(args.bundle.layer),
      compatibleRuntimes: [aws.lambda.Runtime.NodeJS24dX],
      compatibleArchitectures: [args.architecture],
    },
    opts,
  );
}

interface Made extends Pick<LambdaFunction, "logGroup"> {
  readonly role: aws.iam.Role;
  readonly layer: aws.lambda.LayerVersion;
}

function createCode(
  name: string,
  { bundle, role, layer, logGroup, ...args }: LambdaFunctionArgs & Made,
  opts: pulumi.CustomResourceOptions,
): aws.lambda.Function {
  const vpc = args.network && vpcConfig(args.network);
  return new aws.lambda.CallbackFunction(
    name,
    {
      name: args.name,
      description: args.title,
      callbackFactory: bundle.callbackFactory,
      codePathOptions: {
        extraIncludePaths: bundle.files,
        // The packages come from the layer.
        extraExcludePackages: Object.keys(dependencies),
      },
      layers: [layer.arn],
      role: role.arn,
      runtime: aws.lambda.Runtime.NodeJS24dX,
      architectures: [args.architecture],
      memorySize: args.memoryMb,
      timeout: args.timeoutSeconds,
      ...(args.reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: args.reservedConcurrency,
      }),
      publish: true,
      environment: { variables: args.variables },
      // Naming the group here also orders it: made before the function, removed after it.
      // Never above INFO: lines that name no level (metrics) count as INFO and would be dropped.
      loggingConfig: {
        logFormat: "JSON",
        applicationLogLevel: args.logLevel === "debug" ? "DEBUG" : "INFO",
        systemLogLevel: "INFO",
        logGroup: logGroup.name,
      },
      ...(vpc !== undefined && { vpcConfig: vpc }),
      tracingConfig: { mode: args.xray ? "Active" : "PassThrough" },
    },
    opts,
  );
}
