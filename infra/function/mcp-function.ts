/**
 * The Lambda function that answers MCP requests, and all it needs: log group, role, layer of npm
 * packages, the handler, and the alias that callers use.
 *
 * Deploys are atomic: configuration and code are two updates in AWS, so each deploy publishes a
 * version and moves the alias `live` to it.
 */
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bundleHandler, type HandlerBundle, type HandlerSource } from "pulumi-handler-layer";
import { dependencies } from "../../package.json";
import type { Settings } from "../settings";
import { toolStatements, toolVariables } from "../tool-access";
import { createExecutionRole } from "./execution-role";
import { createStateKey } from "./state-key";
import { checkToolVariables, createToolPolicy } from "./tool-policy";

export interface McpFunctionArgs extends FunctionSettings {
  /** What makes the handler at cold start; default: createHandler of handlers/mcp.ts. */
  readonly source?: HandlerSource;
}

type FunctionSettings = Settings["shared"] & Settings["function"];

const MCP_SERVER: HandlerSource = { module: "handlers/mcp.ts", export: "createHandler" };

export class McpFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  /** What callers invoke: always a whole deploy, never half of one. */
  readonly alias: aws.lambda.Alias;
  readonly logGroup: aws.cloudwatch.LogGroup;

  constructor(name: string, args: McpFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mcp:infra:McpFunction", name, {}, opts);
    const variables = functionVariables(args, createStateKey(name, args, { parent: this }));
    const bundle = bundleMcpHandler(args, variables);

    this.logGroup = this.createLogGroup(name, args);
    const { role, policies } = this.createRole(name, args);
    const layer = this.createLayer(name, args, bundle);
    this.function = this.createFunction(name, {
      ...args,
      bundle,
      variables,
      role,
      policies,
      layer,
    });
    this.alias = this.createAlias(name);
    this.registerOutputs();
  }

  private createLogGroup(name: string, args: McpFunctionArgs): aws.cloudwatch.LogGroup {
    return new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      { name: `/aws/lambda/${args.name}`, retentionInDays: args.logRetentionDays },
      { parent: this },
    );
  }

  /** The function waits for the policies: it would fail without them. */
  private createRole(
    name: string,
    args: McpFunctionArgs,
  ): Pick<FunctionParts, "role" | "policies"> {
    const child = { parent: this };
    const { logGroup } = this;
    const { role, policy } = createExecutionRole(name, { ...args, logGroup }, child);
    const toolPolicy = createToolPolicy(name, { role, statements: toolStatements }, child);
    return { role, policies: toolPolicy === undefined ? [policy] : [policy, toolPolicy] };
  }

  private createLayer(
    name: string,
    args: McpFunctionArgs,
    bundle: HandlerBundle,
  ): aws.lambda.LayerVersion {
    return new aws.lambda.LayerVersion(
      `${name}-dependencies`,
      {
        layerName: `${args.name}-dependencies`,
        description: "npm packages of the MCP server",
        code: pulumi.output(bundle.layer),
        compatibleRuntimes: [aws.lambda.Runtime.NodeJS24dX],
        compatibleArchitectures: [args.architecture],
      },
      { parent: this },
    );
  }

  private createFunction(
    name: string,
    { bundle, variables, role, policies, layer, ...args }: McpFunctionArgs & FunctionParts,
  ): aws.lambda.Function {
    return new aws.lambda.CallbackFunction(
      name,
      {
        name: args.name,
        description: "MCP server",
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
        environment: { variables },
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
      { parent: this, dependsOn: policies },
    );
  }

  private createAlias(name: string): aws.lambda.Alias {
    return new aws.lambda.Alias(
      `${name}-live`,
      {
        name: "live",
        description: "The deployed version",
        functionName: this.function.name,
        functionVersion: this.function.version,
      },
      { parent: this },
    );
  }
}

/** What the function is made of. */
interface FunctionParts {
  readonly bundle: HandlerBundle;
  readonly variables: Variables;
  readonly role: aws.iam.Role;
  readonly policies: aws.iam.RolePolicy[];
  readonly layer: aws.lambda.LayerVersion;
}

function bundleMcpHandler(args: McpFunctionArgs, variables: Variables): HandlerBundle {
  return bundleHandler(args.source ?? MCP_SERVER, {
    ...args,
    // The load check is given no secrets, and is sure of a failure only where it has all variables:
    // it gets another key, which is as good to be loaded with.
    variables: { ...variables, STATE_KEY: Buffer.alloc(32).toString("base64") },
    pluginModules: ["mcp-lambda/bundling"],
    nameless: ["@modelcontextprotocol/server", "mcp-lambda", "zod"],
  });
}

type Variables = Readonly<Record<string, pulumi.Input<string>>>;

/** The server's variables (handlers/mcp.ts reads them) and those of tools. @throws pulumi.RunError */
function functionVariables(args: McpFunctionArgs, stateKey: pulumi.Output<string>): Variables {
  const own: Variables = {
    ENVIRONMENT: args.stage,
    LOG_LEVEL: args.logLevel,
    ...(args.logPayloads && { LOG_PAYLOADS: "true" }),
    MAX_BODY_BYTES: String(args.maxBodyBytes),
    MAX_BATCH: String(args.maxBatch),
    STATE_KEY: stateKey,
    // Of glibc: V8's threads share one arena, which leaves 2 MB less behind (docs/decisions/0008).
    // https://www.gnu.org/software/libc/manual/html_node/Memory-Allocation-Tunables.html
    MALLOC_ARENA_MAX: "1",
    ...(args.allowedOrigins.length > 0 && { ALLOWED_ORIGINS: args.allowedOrigins.join(",") }),
  };
  checkToolVariables(toolVariables, own);
  return { ...own, ...toolVariables };
}
