/**
 * Lambda function, as declared, under Lambda's rules: its real archive, layers, variables, memory
 * and timeout, in child processes. Each invocation is reported as Lambda's log has it.
 */
import { randomUUID } from "node:crypto";
import * as os from "node:os";
import { UserError } from "../user-error";
import type { DebugOptions } from "./debugged-handler";
import type { ChunkReceiver, Environment, InvocationResult } from "./environment";
import { archiveEnvironment, debuggedEnvironment } from "./environment-options";
import { EnvironmentPool } from "./environment-pool";
import type { FunctionToRun, Variables } from "./function-to-run";
import { functionVariables } from "./function-variables";
import { describeLeft } from "./left-behind";
import type { InvocationFacts, PlatformRecord } from "./platform-record";
import type { Left } from "./runtime";

export type { InvocationFacts, PlatformRecord } from "./platform-record";

export interface LambdaOptions {
  /** Execution environments at most; default: the number of cores. */
  readonly concurrency?: number | undefined;
  /** Throttles what comes while all environments are busy, as AWS does at a limit; default: it waits. */
  readonly throttleExcess?: boolean | undefined;
  /** Receives each line that a function writes, the id of the event that it had then, and its name. */
  readonly onLine: (line: string, requestId: string | undefined, functionName: string) => void;
  /** Receives what Lambda writes into the log around an invocation. */
  readonly onReport: (record: PlatformRecord, invocation: InvocationFacts) => void;
  /** Receives the function's name for each event that is throttled. */
  readonly onThrottle?: (functionName: string) => void;
  /** Receives what AWS would not do as the function's author may think. */
  readonly onNotice?: (text: string) => void;
  /** Receives failed invocations, in words. */
  readonly onFailure: (text: string) => void;
}

/** The error of what was never invoked, since concurrency is used up. */
export const THROTTLED = "TooManyRequestsException";

/**
 * The error by which an authorizer says that there is no valid token: the caller's failure, a 401.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-use-lambda-authorizer.html
 */
export const NOT_AUTHORIZED = "Unauthorized";

/** The result of what still waits when the server ends. */
const ENDED: InvocationResult = {
  kind: "error",
  error: { errorType: "Sandbox.Ended", errorMessage: "the local server has ended", trace: [] },
};

export interface InvokeOptions {
  readonly waits?: boolean;
  readonly receiver?: ChunkReceiver | undefined;
}

interface InvokedTarget extends Pick<InvokeOptions, "receiver"> {
  readonly invokedFunctionArn: string;
}

export class LambdaFunction {
  private readonly name: string;
  private readonly variables: Variables;
  private readonly pool: EnvironmentPool;
  private active = 0;
  private readonly noticed = new Set<string>();

  /** @throws UserError when it cannot run here. */
  constructor(
    run: FunctionToRun,
    private readonly options: LambdaOptions,
    debug?: DebugOptions,
  ) {
    this.name = String(run.resource.outputs["id"]);
    this.variables = functionVariables(run);
    const limited = debug === undefined;
    const { mapFrames, ...environment } = limited
      ? archiveEnvironment(run, this.variables)
      : debuggedEnvironment(run, this.variables, debug);
    const onLine = (line: string, requestId?: string): void => {
      options.onLine(mapFrames(line), requestId, this.name);
    };
    const concurrency = limited ? (options.concurrency ?? os.availableParallelism()) : 1;
    this.pool = new EnvironmentPool({ ...environment, onLine }, concurrency);
  }

  /**
   * Starts one environment, so that a function that cannot load is known before the first call.
   *
   * @throws UserError
   */
  async warm(): Promise<void> {
    try {
      await this.pool.warm();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UserError(`The function cannot be loaded: ${reason}`);
    }
  }

  /**
   * Handles an event. Never rejects: a crash or a timeout is a result of kind "error".
   *
   * @param options waits: until an environment is free, whatever throttleExcess says; default false.
   *   receiver: takes a streamed response, as it comes.
   */
  async invoke(
    event: unknown,
    invokedFunctionArn: string,
    { waits = false, receiver }: InvokeOptions = {},
  ): Promise<InvocationResult> {
    if (!waits && this.options.throttleExcess === true && this.pool.isFull) {
      const errorMessage = "Rate Exceeded.";
      this.options.onThrottle?.(this.name);
      this.options.onFailure(`${this.name}: ${errorMessage} All its environments are busy.`);
      return { kind: "error", error: { errorType: THROTTLED, errorMessage, trace: [] } };
    }
    const environment = await this.pool.acquire();
    if (environment === undefined) return ENDED;
    this.active += 1;
    const result = await this.reported(environment, event, { invokedFunctionArn, receiver });
    this.active -= 1;
    if (result.kind === "error" && result.error.errorMessage !== NOT_AUTHORIZED)
      this.options.onFailure(`${this.name}: ${result.error.errorMessage}`);
    this.pool.release(environment);
    if (result.left !== undefined && result.left.length > 0) this.noticeLeft(event, result.left);
    return result;
  }

  /** Says once of each tool that AWS freezes what it has left behind. */
  private noticeLeft(event: unknown, left: Left): void {
    const { what, who = this.name } = describeLeft(event, left);
    if (this.noticed.has(who)) return;
    this.noticed.add(who);
    this.options.onNotice?.(
      `${who} left work behind (${what}), which stands still after the answer, until the next event comes, as on AWS. What must be done is awaited before the answer.`,
    );
  }

  /** Handles what it has received, and then ends; resolves when all environments have ended. */
  async retire(): Promise<void> {
    await this.pool.retire();
  }

  /** Ends all environments. */
  close(): void {
    this.pool.close();
  }

  /** Process ids of the environments. */
  get processIds(): number[] {
    return this.pool.processIds;
  }

  /** Invokes between START and END, and reports as Lambda does. */
  private async reported(
    environment: Environment,
    event: unknown,
    target: InvokedTarget,
  ): Promise<InvocationResult> {
    const requestId = randomUUID();
    const gatewayRequestId = gatewayIdOf(event);
    const invocation = { functionName: this.name, concurrent: this.active, gatewayRequestId };
    const initMs = this.pool.takeInitDuration(environment);
    await environment.ready.catch(() => undefined);
    const version = this.variables["AWS_LAMBDA_FUNCTION_VERSION"] ?? "";
    this.options.onReport({ type: "platform.start", record: { requestId, version } }, invocation);
    const started = performance.now();
    const result = await this.invokeIn(environment, event, { requestId, ...target });
    const durationMs = performance.now() - started;
    const initDurationMs = await initMs;
    const maxMemoryUsedMB = environment.peakMemoryMb;
    const metrics = {
      durationMs,
      billedDurationMs: Math.ceil(durationMs + (initDurationMs ?? 0)),
      memorySizeMB: Number(this.variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]),
      ...(maxMemoryUsedMB !== undefined && { maxMemoryUsedMB }),
      ...(initDurationMs !== undefined && { initDurationMs }),
    };
    const record = { requestId, status: statusOf(result), metrics };
    this.options.onReport({ type: "platform.report", record }, invocation);
    return result;
  }

  private async invokeIn(
    environment: Environment,
    event: unknown,
    ids: InvokedTarget & { readonly requestId: string },
  ): Promise<InvocationResult> {
    try {
      await environment.ready;
    } catch (error) {
      environment.kill();
      const errorMessage = error instanceof Error ? error.message : String(error);
      return { kind: "error", error: { errorType: "Runtime.InitError", errorMessage, trace: [] } };
    }
    const { variables } = this;
    const context = {
      functionName: variables["AWS_LAMBDA_FUNCTION_NAME"],
      functionVersion: variables["AWS_LAMBDA_FUNCTION_VERSION"],
      memoryLimitInMB: variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
      logGroupName: variables["AWS_LAMBDA_LOG_GROUP_NAME"],
      logStreamName: variables["AWS_LAMBDA_LOG_STREAM_NAME"],
      invokedFunctionArn: ids.invokedFunctionArn,
      awsRequestId: ids.requestId,
      callbackWaitsForEmptyEventLoop: true,
    };
    return environment.invoke(event, context, ids.receiver);
  }
}

/** Of an event of a proxy integration, or of an authorizer. */
function gatewayIdOf(event: unknown): string | undefined {
  const { requestContext } = (event ?? {}) as { readonly requestContext?: { requestId?: unknown } };
  const id = requestContext?.requestId;
  return typeof id === "string" ? id : undefined;
}

function statusOf(result: InvocationResult): "success" | "error" | "timeout" {
  if (result.kind === "result") return "success";
  return result.error.errorType === "Sandbox.Timedout" ? "timeout" : "error";
}
