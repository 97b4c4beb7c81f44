/**
 * The function that runs tasks, behind the responses: handlers/tasks.ts, with its own time and memory.
 * It exists where a tool has `background`. The MCP function invokes the version that was deployed with
 * it, so that a task ends with the code with which it began.
 */
import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { HandlerBundle } from "pulumi-handler-layer";
import type { Settings } from "../settings";
import { createLambdaFunction, type LambdaFunction, type Variables } from "./lambda-function";

export interface TaskFunctionArgs extends TaskSettings {
  readonly bundle: HandlerBundle;
  /** Of the MCP function: tools find theirs in either. */
  readonly variables: Variables;
  readonly statements: readonly aws.iam.PolicyStatement[];
  /** Of the longest task. */
  readonly taskMinutes: number;
}

type TaskSettings = Pick<Settings["stack"], "accountSuffix"> &
  Pick<Settings["shared"], "name" | "logRetentionDays" | "xray"> &
  Pick<
    Settings["function"],
    | "architecture"
    | "permissionsBoundaryArn"
    | "logLevel"
    | "subnetIds"
    | "securityGroupIds"
    | "taskMemoryMb"
    | "taskLimit"
    | "taskLimitPerCaller"
  >;

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_TIMEOUT_SECONDS = 900;
const MAX_NAME = 64;
/** To write what came of a task that has run out of time. */
const RESERVE_SECONDS = 30;

export interface TaskFunction extends LambdaFunction {
  /** What the MCP function is told. */
  readonly launcherVariables: Variables;
  /** What it may do. */
  readonly launcherStatements: readonly aws.iam.PolicyStatement[];
}

export function createTaskFunction(
  name: string,
  { taskMinutes, taskMemoryMb, ...args }: TaskFunctionArgs,
  opts: pulumi.CustomResourceOptions,
): TaskFunction {
  const functionName = `${args.name}-tasks`;
  if (functionName.length > MAX_NAME) {
    throw new pulumi.RunError(
      `"${functionName}" cannot name the function of tasks: AWS takes at most ${MAX_NAME} characters. Choose another stack name (pulumi stack rename NAME) or another project name in Pulumi.yaml`,
    );
  }
  const made = createLambdaFunction(
    name,
    {
      ...args,
      name: functionName,
      title: "MCP server's tasks",
      memoryMb: taskMemoryMb,
      timeoutSeconds: Math.min(taskMinutes * 60 + RESERVE_SECONDS, MAX_TIMEOUT_SECONDS),
      network: args,
    },
    opts,
  );
  const { arn, qualifiedArn } = made.function;
  return {
    ...made,
    launcherVariables: {
      TASK_FUNCTION: qualifiedArn,
      TASK_LIMIT: String(args.taskLimit),
      TASK_LIMIT_CALLER: String(args.taskLimitPerCaller),
    },
    launcherStatements: [
      {
        Effect: "Allow",
        Action: ["lambda:InvokeFunction"],
        // Its versions: a task that goes on does so in the one in which it began.
        Resource: pulumi.interpolate`${arn}:*`,
      },
    ],
  };
}
