/**
 * The Lambda function that answers MCP requests, and all it needs: log group, role, dependency
 * layer, the serialized handler, and the alias that callers use.
 *
 * Deploys are atomic: configuration and code are two updates in AWS, so each deploy publishes a
 * version and moves the alias `live` to it. The only file of infra/ that imports a handler.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { createHandler as createMcpHandler, type McpHandler } from "../handlers/mcp";
import { dependencies } from "../package.json";
import { bundleDependencies, type BundleOptions } from "./dependency-layer";
import { explainSerializationFailure } from "./serialization-error";
import type { Settings } from "./settings";

export interface McpFunctionArgs extends Pick<
  Settings,
  | "name"
  | "stage"
  | "memoryMb"
  | "timeoutSeconds"
  | "maxBodyBytes"
  | "allowedOrigins"
  | "logRetentionDays"
  | "logLevel"
  | "logPayloads"
  | "xray"
  | "bundleAwsSdk"
  | "allowDynamicRequire"
> {
  /** Makes the handler at cold start; default: the MCP server of handlers/mcp.ts. */
  readonly createHandler?: () => McpHandler;
}

export class McpFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  /** What callers invoke: always a whole deploy, never half of one. */
  readonly alias: aws.lambda.Alias;
  readonly logGroup: aws.cloudwatch.LogGroup;

  constructor(name: string, args: McpFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mcp:infra:McpFunction", name, {}, opts);
    const child = { parent: this };
    const { createHandler = createMcpHandler } = args;

    this.logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      { name: `/aws/lambda/${args.name}`, retentionInDays: args.logRetentionDays },
      child,
    );
    const { role, policy } = this.createRole(name, args);
    const layer = new aws.lambda.LayerVersion(
      `${name}-dependencies`,
      {
        layerName: `${args.name}-dependencies`,
        description: "npm packages of the MCP server",
        code: pulumi.output(dependencyArchive(createHandler, args)),
        compatibleRuntimes: [aws.lambda.Runtime.NodeJS24dX],
        compatibleArchitectures: ["arm64"],
      },
      child,
    );
    this.function = new aws.lambda.CallbackFunction(
      name,
      {
        name: args.name,
        description: "MCP server",
        callbackFactory: createHandler,
        // The packages come from the layer: the zip holds __index.js alone.
        codePathOptions: { extraExcludePackages: Object.keys(dependencies) },
        layers: [layer.arn],
        role: role.arn,
        runtime: aws.lambda.Runtime.NodeJS24dX,
        architectures: ["arm64"],
        memorySize: args.memoryMb,
        timeout: args.timeoutSeconds,
        publish: true,
        environment: {
          variables: {
            ENVIRONMENT: args.stage,
            LOG_LEVEL: args.logLevel,
            ...(args.logPayloads && { LOG_PAYLOADS: "true" }),
            MAX_BODY_BYTES: String(args.maxBodyBytes),
            // Short-lived garbage is collected earlier: a quarter less memory, no slower
            // (docs/decisions/0003).
            NODE_OPTIONS: "--max-semi-space-size=8",
            ...(args.allowedOrigins.length > 0 && {
              ALLOWED_ORIGINS: args.allowedOrigins.join(","),
            }),
          },
        },
        // Naming the group here also orders it: made before the function, removed after it.
        // Never above INFO: lines that name no level (metrics) count as INFO and would be dropped.
        loggingConfig: {
          logFormat: "JSON",
          applicationLogLevel: args.logLevel === "debug" ? "DEBUG" : "INFO",
          systemLogLevel: "INFO",
          logGroup: this.logGroup.name,
        },
        tracingConfig: { mode: args.xray ? "Active" : "PassThrough" },
      },
      { parent: this, dependsOn: [policy] },
    );
    this.alias = new aws.lambda.Alias(
      `${name}-live`,
      {
        name: "live",
        description: "The deployed version",
        functionName: this.function.name,
        functionVersion: this.function.version,
      },
      child,
    );
    this.registerOutputs();
  }

  /** May write to its own log group, and send traces when they are wanted; nothing else. */
  private createRole(
    name: string,
    args: McpFunctionArgs,
  ): { role: aws.iam.Role; policy: aws.iam.RolePolicy } {
    const role = new aws.iam.Role(
      `${name}-role`,
      {
        name: args.name,
        description: "Execution role of the MCP server",
        assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({
          Service: "lambda.amazonaws.com",
        }),
      },
      { parent: this },
    );
    const statements: aws.iam.PolicyStatement[] = [
      // Without logs:CreateLogGroup the group cannot come back after a destroy.
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: pulumi.interpolate`${this.logGroup.arn}:*`,
      },
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
      { parent: this },
    );
    return { role, policy };
  }
}

/** The layer is made of what the serialized handler requires, so it is serialized here once more. */
async function dependencyArchive(
  createHandler: () => McpHandler,
  bundleOptions: BundleOptions,
): Promise<pulumi.asset.Archive> {
  const options = { isFactoryFunction: true, allowSecrets: true };
  const { text } = await pulumi.runtime
    .serializeFunction(createHandler, options)
    .catch(async (error: unknown) => {
      throw await explainSerializationFailure(error);
    });
  return bundleDependencies(text, bundleOptions);
}
