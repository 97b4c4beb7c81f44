/**
 * Runs a declared function under Lambda's rules: its real archive, layers, variables, memory and
 * timeout, in child processes that take one event at a time. As many as `concurrency`; further
 * events wait (AWS would start more, and throttle at the account's limit).
 */
import { randomUUID } from "node:crypto";
import * as os from "node:os";
import * as path from "node:path";
import { Environment, type EnvironmentOptions, type InvocationResult } from "./environment";
import {
  archiveProcess,
  codeOf,
  type FunctionToRun,
  functionVariables,
  type SourceRun,
  sourceProcess,
  type Variables,
} from "./function-process";
import { Problem } from "./problem";
import { createFrameMapper } from "./stack-frames";

/** Lambda gives the init phase 10 seconds. */
const INIT_TIMEOUT_MS = 10_000;

/** Time for everything, where somebody may look at a breakpoint. */
export const DEBUGGING_MS = 24 * 60 * 60 * 1000;

export interface LambdaOptions {
  /** Execution environments at most; default: the number of cores. */
  readonly concurrency?: number | undefined;
  /** Receives each line that the function writes. */
  readonly onLine: (line: string) => void;
  /** Receives what Lambda writes into the log around an invocation. */
  readonly onReport: (record: PlatformRecord, invocation: InvocationFacts) => void;
  /** Told of failed invocations, in words. */
  readonly onFailure: (text: string) => void;
}

/** What Lambda measures of an invocation beside its report. */
export interface InvocationFacts {
  readonly functionName: string;
  /** Invocations that ran at its start, itself included. */
  readonly concurrent: number;
}

/** As in Lambda's JSON log: https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html */
export type PlatformRecord =
  | {
      readonly type: "platform.start";
      readonly record: { readonly requestId: string; readonly version: string };
    }
  | {
      readonly type: "platform.report";
      readonly record: {
        readonly requestId: string;
        readonly status: "success" | "error" | "timeout";
        readonly metrics: ReportMetrics;
      };
    };

export interface ReportMetrics {
  readonly durationMs: number;
  readonly billedDurationMs: number;
  readonly memorySizeMB: number;
  /** Left out where the system does not tell. */
  readonly maxMemoryUsedMB?: number;
  /** Only with the first event of an environment. */
  readonly initDurationMs?: number;
}

/** The answer to what still waits when the server ends. */
const ENDED: InvocationResult = {
  kind: "error",
  error: { errorType: "Sandbox.Ended", errorMessage: "the local server has ended", trace: [] },
};

export class LambdaFunction {
  private readonly environmentOptions: EnvironmentOptions;
  private readonly concurrency: number;
  private readonly idle: Environment[] = [];
  private readonly all = new Set<Environment>();
  private readonly waiting: ((environment: Environment | undefined) => void)[] = [];
  private readonly variables: Variables;
  /** How long the environments took to load that have not answered anything yet. */
  private readonly initDurations = new WeakMap<Environment, Promise<number>>();
  private active = 0;
  private closed = false;
  private retired = false;
  private whenEmpty = (): void => undefined;

  /** @throws Problem when it cannot run here. */
  constructor(
    private readonly run: FunctionToRun,
    private readonly options: LambdaOptions,
    debug?: Pick<SourceRun, "task" | "port">,
  ) {
    const isDebugged = debug !== undefined;
    this.concurrency = isDebugged ? 1 : (options.concurrency ?? os.availableParallelism());
    const variables = functionVariables(run);
    this.variables = variables;
    const { inputs } = run.resource;
    const memoryMb = Number(inputs["memorySize"] ?? 128);
    const code = codeOf(run.resource);
    const mapFrames =
      code.sourceMap === undefined || isDebugged
        ? (line: string) => line
        : createFrameMapper(path.join(code.folder, "__index.js"), code.sourceMap);
    this.environmentOptions = {
      process: isDebugged
        ? sourceProcess({ ...debug, functionId: this.name, variables })
        : archiveProcess(variables, memoryMb),
      memoryMb: isDebugged ? Infinity : memoryMb,
      timeoutMs: isDebugged ? DEBUGGING_MS : Number(inputs["timeout"] ?? 3) * 1000,
      initTimeoutMs: isDebugged ? DEBUGGING_MS : INIT_TIMEOUT_MS,
      onLine: (line) => {
        options.onLine(mapFrames(line));
      },
    };
  }

  /** Starts one environment, so that a function that cannot load is known before the first call. */
  async warm(): Promise<void> {
    const environment = this.start();
    try {
      await environment.ready;
      this.release(environment);
    } catch (error) {
      this.end(environment);
      const reason = error instanceof Error ? error.message : String(error);
      throw new Problem(`The function cannot be loaded: ${reason}`);
    }
  }

  /** Answers an event. Never rejects: a crash or a timeout is a result of kind "error". */
  async invoke(event: unknown, invokedFunctionArn: string): Promise<InvocationResult> {
    const environment = await this.acquire();
    if (environment === undefined) return ENDED;
    this.active += 1;
    const result = await this.reported(environment, event, invokedFunctionArn);
    this.active -= 1;
    if (result.kind === "error")
      this.options.onFailure(`${this.name}: ${result.error.errorMessage}`);
    this.release(environment);
    return result;
  }

  /** Answers what has been asked, and then ends; resolves when all environments have ended. */
  async retire(): Promise<void> {
    this.retired = true;
    for (const environment of this.idle.splice(0)) this.end(environment);
    if (this.all.size > 0) await new Promise<void>((resolve) => (this.whenEmpty = resolve));
  }

  /** Ends all environments. */
  close(): void {
    this.closed = true;
    for (const environment of this.all) this.end(environment);
    for (const next of this.waiting.splice(0)) next(undefined);
  }

  /** Process ids of the environments. */
  get processIds(): number[] {
    return [...this.all].map(({ pid }) => pid).filter((pid) => pid !== undefined);
  }

  private get name(): string {
    return String(this.run.resource.outputs["id"]);
  }

  /** Answers, between START and END, and reports as Lambda does. */
  private async reported(
    environment: Environment,
    event: unknown,
    invokedFunctionArn: string,
  ): Promise<InvocationResult> {
    const requestId = randomUUID();
    const invocation = { functionName: this.name, concurrent: this.active };
    const initMs = this.initDurations.get(environment);
    this.initDurations.delete(environment);
    await environment.ready.catch(() => undefined);
    const version = this.variables["AWS_LAMBDA_FUNCTION_VERSION"] ?? "";
    this.options.onReport({ type: "platform.start", record: { requestId, version } }, invocation);
    const started = performance.now();
    const result = await this.answer(environment, event, { requestId, invokedFunctionArn });
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

  private async answer(
    environment: Environment,
    event: unknown,
    ids: { readonly requestId: string; readonly invokedFunctionArn: string },
  ): Promise<InvocationResult> {
    try {
      await environment.ready;
    } catch (error) {
      environment.kill();
      const errorMessage = error instanceof Error ? error.message : String(error);
      return { kind: "error", error: { errorType: "Runtime.InitError", errorMessage, trace: [] } };
    }
    const { variables } = this;
    return environment.invoke(event, {
      functionName: variables["AWS_LAMBDA_FUNCTION_NAME"],
      functionVersion: variables["AWS_LAMBDA_FUNCTION_VERSION"],
      memoryLimitInMB: variables["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"],
      logGroupName: variables["AWS_LAMBDA_LOG_GROUP_NAME"],
      logStreamName: variables["AWS_LAMBDA_LOG_STREAM_NAME"],
      invokedFunctionArn: ids.invokedFunctionArn,
      awsRequestId: ids.requestId,
      callbackWaitsForEmptyEventLoop: true,
    });
  }

  /** A free environment, at once or when one becomes free; undefined when the function has ended. */
  private async acquire(): Promise<Environment | undefined> {
    if (this.closed) return undefined;
    for (let free = this.idle.pop(); free !== undefined; free = this.idle.pop()) {
      if (free.isAlive) return free;
      this.end(free);
    }
    if (this.all.size < this.concurrency) return this.start();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private release(environment: Environment): void {
    if (this.closed) return;
    const next = this.waiting.shift();
    if (environment.isAlive && next !== undefined) next(environment);
    else if (environment.isAlive && !this.retired) this.idle.push(environment);
    else {
      // The successor first: without any environment a retired function is over.
      next?.(this.start());
      this.end(environment);
    }
  }

  private start(): Environment {
    const started = performance.now();
    const environment = new Environment(this.environmentOptions);
    this.all.add(environment);
    const initMs = environment.ready.catch(() => undefined).then(() => performance.now() - started);
    this.initDurations.set(environment, initMs);
    return environment;
  }

  private end(environment: Environment): void {
    environment.kill();
    this.all.delete(environment);
    if (this.all.size === 0) this.whenEmpty();
  }
}

function statusOf(result: InvocationResult): "success" | "error" | "timeout" {
  if (result.kind === "result") return "success";
  return result.error.errorType === "Sandbox.Timedout" ? "timeout" : "error";
}
