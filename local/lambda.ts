/**
 * Runs a declared function under Lambda's rules: its real archive, layers, variables, memory and
 * timeout, in child processes that take one event at a time. As many as `concurrency`; further
 * events wait (AWS would start more, and throttle at the account's limit).
 */
import { randomUUID } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as ts from "typescript";
import {
  type DeclaredProgram,
  type DeclaredResource,
  inputText,
  ofType,
  type UnpackedArchive,
} from "./declared";
import { Environment, type EnvironmentOptions, type InvocationResult } from "./environment";
import { Problem } from "./problem";
import { createFrameMapper } from "./stack-frames";

export interface LambdaOptions {
  /** Execution environments at most; default: the number of cores. */
  readonly concurrency?: number | undefined;
  /** Receives each line that the function writes; default: standard output. */
  readonly onLine?: (line: string) => void;
  /** Receives Lambda's START, END and REPORT lines; default: nobody. */
  readonly onReport?: (line: string) => void;
  /** Told of failed invocations, in words. */
  readonly onFailure?: (text: string) => void;
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
  private readonly onFailure: (text: string) => void;
  private readonly onReport: (line: string) => void;
  /** How long the environments took to load that have not answered anything yet. */
  private readonly initDurations = new WeakMap<Environment, Promise<number>>();
  private closed = false;
  private retired = false;
  private whenEmpty = (): void => undefined;

  /**
   * @param resource the declared aws:lambda/function:Function.
   * @param workFolder folder for files of the run; outside of any project.
   * @throws Problem when it cannot run here.
   */
  constructor(
    private readonly resource: DeclaredResource,
    program: DeclaredProgram,
    workFolder: string,
    options: LambdaOptions = {},
  ) {
    this.concurrency = options.concurrency ?? os.availableParallelism();
    this.onFailure = options.onFailure ?? ((text) => process.stderr.write(`${text}\n`));
    this.onReport = options.onReport ?? (() => undefined);
    const { inputs } = resource;
    const code = inputs["code"] as UnpackedArchive | undefined;
    if (code === undefined) {
      throw new Problem(`${resource.name}: the local run needs the function's code as an archive.`);
    }
    const taskFolder = code.folder;
    const { onLine = (line) => process.stdout.write(`${line}\n`) } = options;
    const mapFrames =
      code.sourceMap === undefined
        ? (line: string) => line
        : createFrameMapper(path.join(taskFolder, "__index.js"), code.sourceMap);
    this.environmentOptions = {
      taskFolder,
      bootstrapFile: writeBootstrap(workFolder),
      variables: variables(resource, {
        task: taskFolder,
        opt: unpackLayers(resource, program, workFolder),
        runtime: path.join(workFolder, "runtime"),
      }),
      memoryMb: Number(inputs["memorySize"] ?? 128),
      timeoutMs: Number(inputs["timeout"] ?? 3) * 1000,
      onLine: (line) => {
        onLine(mapFrames(line));
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
    const result = await this.reported(environment, event, invokedFunctionArn);
    if (result.kind === "error") this.onFailure(`${this.name}: ${result.error.errorMessage}`);
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
    return String(this.resource.outputs["id"]);
  }

  /** Answers, between START and END, and reports as Lambda does. */
  private async reported(
    environment: Environment,
    event: unknown,
    invokedFunctionArn: string,
  ): Promise<InvocationResult> {
    const requestId = randomUUID();
    const { variables, memoryMb } = this.environmentOptions;
    const initMs = this.initDurations.get(environment);
    this.initDurations.delete(environment);
    await environment.ready.catch(() => undefined);
    this.onReport(
      `START RequestId: ${requestId} Version: ${variables["AWS_LAMBDA_FUNCTION_VERSION"] ?? ""}`,
    );
    const started = performance.now();
    const result = await this.answer(environment, event, { requestId, invokedFunctionArn });
    const duration = performance.now() - started;
    const facts = [
      `REPORT RequestId: ${requestId}`,
      `Duration: ${duration.toFixed(2)} ms`,
      `Billed Duration: ${Math.ceil(duration + ((await initMs) ?? 0))} ms`,
      `Memory Size: ${memoryMb} MB`,
      `Max Memory Used: ${environment.peakMemoryMb ?? "?"} MB`,
      ...(initMs === undefined ? [] : [`Init Duration: ${(await initMs).toFixed(2)} ms`]),
    ];
    this.onReport(`END RequestId: ${requestId}`);
    this.onReport(facts.join("\t"));
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
    const { variables } = this.environmentOptions;
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

/** The bootstrap as JavaScript, where neither this project nor its packages can be seen. */
function writeBootstrap(workFolder: string): string {
  const source = path.join(__dirname, "bootstrap.ts");
  // By TypeScript, which is loaded already: esbuild would leave a process of its own running.
  const { outputText } = ts.transpileModule(fs.readFileSync(source, "utf8"), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  });
  const folder = path.join(workFolder, "runtime");
  fs.mkdirSync(folder, { recursive: true });
  const file = path.join(folder, "bootstrap.js");
  fs.writeFileSync(file, outputText);
  return file;
}

/** Lays the function's layers over each other, as /opt is; later ones win. */
function unpackLayers(
  resource: DeclaredResource,
  program: DeclaredProgram,
  workFolder: string,
): string {
  const folder = path.join(workFolder, `${resource.name}-opt`);
  const layers = ofType(program, "aws:lambda/layerVersion:LayerVersion");
  for (const arn of (resource.inputs["layers"] ?? []) as readonly string[]) {
    const layer = layers.find(({ outputs }) => outputs["arn"] === arn);
    if (layer === undefined) {
      throw new Problem(
        `The layer ${arn} is not declared by this program, so it is not here to run.`,
      );
    }
    fs.cpSync((layer.inputs["code"] as UnpackedArchive).folder, folder, { recursive: true });
  }
  return folder;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
function variables(
  resource: DeclaredResource,
  folders: { readonly task: string; readonly opt: string; readonly runtime: string },
): Record<string, string> {
  const { inputs, outputs } = resource;
  const name = String(outputs["id"]);
  const logging = (inputs["loggingConfig"] ?? {}) as Readonly<Record<string, string>>;
  const declared = (inputs["environment"] ?? {}) as { variables?: Record<string, string> };
  const runtime = String(inputs["runtime"]);
  const region = String(outputs["arn"]).split(":")[3] ?? "";
  return {
    PATH: process.env["PATH"] ?? "",
    LANG: "en_US.UTF-8",
    TZ: ":UTC",
    NODE_PATH: [`nodejs/${/^nodejs\d+/.exec(runtime)?.[0].replace("js", "") ?? ""}`, "nodejs"]
      .map((folder) => path.join(folders.opt, folder, "node_modules"))
      .join(path.delimiter),
    LAMBDA_TASK_ROOT: folders.task,
    LAMBDA_RUNTIME_DIR: folders.runtime,
    AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_FUNCTION_NAME: name,
    AWS_LAMBDA_FUNCTION_VERSION: String(outputs["version"]),
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: inputText(resource, "memorySize", "128"),
    AWS_LAMBDA_LOG_GROUP_NAME: logging["logGroup"] ?? `/aws/lambda/${name}`,
    AWS_LAMBDA_LOG_STREAM_NAME: "local",
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    _HANDLER: String(inputs["handler"]),
    ...declared.variables,
  };
}
