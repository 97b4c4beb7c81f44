/** The Lambda function that answers MCP requests: handlers/mcp.ts with its settings. */
import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bundleHandler, type HandlerBundle, type HandlerSource } from "pulumi-handler-layer";
import type { Authorization } from "../authorization/authorization";
import type { Settings } from "../settings";
import { toolStatements, toolVariables } from "../tool-access";
import { createLambdaFunction, type Variables } from "./lambda-function";
import { warnOfNetwork } from "./network";
import { createStateKey } from "./state-key";
import { checkToolVariables } from "./tool-policy";

export interface McpFunctionArgs extends FunctionSettings {
  /** What it is told of who may call. */
  readonly authorization: Pick<Authorization, "functionVariables">;
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
    const child = { parent: this };
    const variables = functionVariables(args, createStateKey(name, args, child));
    const bundle = bundleMcpHandler(args, variables);
    const statements = toolStatements;
    const title = "MCP server";
    warnOfNetwork(args, this);
    const made = createLambdaFunction(
      name,
      { ...args, title, bundle, variables, statements, network: args },
      child,
    );
    this.function = made.function;
    this.alias = made.alias;
    this.logGroup = made.logGroup;
    this.registerOutputs();
  }
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

/** The server's variables (handlers/mcp.ts reads them) and those of tools. @throws pulumi.RunError */
function functionVariables(args: McpFunctionArgs, stateKey: pulumi.Output<string>): Variables {
  const own: Variables = {
    ENVIRONMENT: args.stage,
    ...args.authorization.functionVariables,
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
