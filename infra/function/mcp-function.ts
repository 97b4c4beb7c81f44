/** The Lambda function that answers MCP requests: handlers/mcp.ts, or handlers/stream.ts, with its settings. */
import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bundleHandler, type HandlerBundle, type HandlerSource } from "pulumi-handler-layer";
import type { Authorization } from "../authorization/authorization";
import { declaredFeatures } from "../needs/declared-features";
import { createNeeds } from "../needs/needs";
import type { Settings } from "../settings";
import { toolStatements, toolVariables } from "../tool-access";
import { createLambdaFunction, type Variables } from "./lambda-function";
import { warnOfPin } from "./live-alias";
import { warnOfNetwork } from "./network";
import { createStateKey } from "./state-key";
import { createTaskFunction, type TaskFunction } from "./task-function";
import { checkToolVariables } from "./tool-policy";

export interface McpFunctionArgs extends FunctionSettings {
  /** What it is told of who may call. */
  readonly authorization: Pick<Authorization, "functionVariables">;
  /**
   * What makes the handler at cold start; default: createHandler of handlers/mcp.ts, with streaming
   * createStreamingHandler of handlers/stream.ts.
   */
  readonly source?: HandlerSource;
  /** What defines the server of such a handler; default: one whose tools need nothing. */
  readonly definition?: HandlerSource;
  /** What makes the handler of its tasks; default: createTaskHandler of handlers/tasks.ts. */
  readonly taskSource?: HandlerSource;
}

type FunctionSettings = Settings["stack"] &
  Settings["shared"] &
  Settings["function"] &
  Settings["needs"];

const MCP_SERVER: HandlerSource = { module: "handlers/mcp.ts", export: "createHandler" };
const STREAMING_SERVER: HandlerSource = {
  module: "handlers/stream.ts",
  export: "createStreamingHandler",
};
const TASKS: HandlerSource = { module: "handlers/tasks.ts", export: "createTaskHandler" };
const SERVER: HandlerSource = { module: "handlers/server.ts", export: "defineServer" };

export class McpFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;
  /** What callers invoke: always a whole deploy, never half of one. */
  readonly alias: aws.lambda.Alias;
  readonly logGroup: aws.cloudwatch.LogGroup;
  /** Runs tasks; undefined where no tool has any. */
  readonly tasks: TaskFunction | undefined;

  constructor(name: string, args: McpFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("mcp:infra:McpFunction", name, {}, opts);
    const child = { parent: this };
    const stateKey = createStateKey(name, args, child);
    const own = ownVariables(args, stateKey.value);
    const product = args.streaming ? STREAMING_SERVER : MCP_SERVER;
    const bundle = bundleMcpHandler(args.source ?? product, args, own);
    const definition = args.source === undefined ? SERVER : args.definition;
    const features = declaredFeatures(bundle, definition, loadVariables(own));
    const needs = createNeeds(name, { ...args, features, parameterArn: stateKey.arn }, child);
    checkToolVariables(toolVariables, { ...own, ...needs.variables });
    const common = {
      ...args,
      variables: { ...own, ...needs.variables, ...toolVariables },
      statements: [...needs.statements, ...toolStatements],
    };
    const { taskMinutes } = features;
    this.tasks =
      taskMinutes === undefined
        ? undefined
        : createTaskFunction(
            `${name}-tasks`,
            {
              ...common,
              bundle: bundleMcpHandler(args.taskSource ?? TASKS, args, own),
              taskMinutes,
            },
            child,
          );
    warnOfNetwork(args, this);
    const made = createLambdaFunction(
      name,
      {
        ...common,
        title: "MCP server",
        bundle,
        variables: { ...common.variables, ...this.tasks?.launcherVariables },
        statements: [...common.statements, ...(this.tasks?.launcherStatements ?? [])],
        live: args,
        network: args,
      },
      child,
    );
    warnOfPin(args.version, this);
    this.function = made.function;
    this.alias = made.alias;
    this.logGroup = made.logGroup;
    this.registerOutputs();
  }
}

function bundleMcpHandler(
  source: HandlerSource,
  args: McpFunctionArgs,
  own: Variables,
): HandlerBundle {
  return bundleHandler(source, {
    ...args,
    variables: loadVariables(own),
    pluginModules: ["mcp-lambda/bundling"],
    nameless: ["@modelcontextprotocol/server", "mcp-lambda", "zod"],
  });
}

/**
 * For what loads the handler's modules before it is deployed: the load check is given no secrets, and is
 * sure of a failure only where it has all variables. It gets another key, as good to be loaded with.
 */
function loadVariables(own: Variables): Variables {
  return { ...own, ...toolVariables, STATE_KEY: Buffer.alloc(32).toString("base64") };
}

/** The server's own variables: handlers/mcp.ts and handlers/stream.ts read most of them. */
function ownVariables(args: McpFunctionArgs, stateKey: pulumi.Output<string>): Variables {
  return {
    ENVIRONMENT: args.stage,
    ...args.authorization.functionVariables,
    LOG_LEVEL: args.logLevel,
    ...(args.logPayloads && { LOG_PAYLOADS: "true" }),
    MAX_BODY_BYTES: String(args.maxBodyBytes),
    MAX_BATCH: String(args.maxBatch),
    // The handler is chosen when it is bundled: scripts tell versions by it.
    ...(args.streaming && { STREAMING: "true" }),
    STATE_KEY: stateKey,
    // Of glibc: V8's threads share one arena, which leaves 2 MB less behind (docs/decisions/0008).
    // https://www.gnu.org/software/libc/manual/html_node/Memory-Allocation-Tunables.html
    MALLOC_ARENA_MAX: "1",
    ...(args.allowedOrigins.length > 0 && { ALLOWED_ORIGINS: args.allowedOrigins.join(",") }),
  };
}
