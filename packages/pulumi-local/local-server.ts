/**
 * Local server of a declared program: evaluated, its functions in child processes, its API on
 * loopback. What `npm start` and the tests run. `reload` serves the program as it is now on disk.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import type { AnsweredRequest } from "./api-gateway/answered-request";
import { Gateway } from "./api-gateway/gateway";
import { notApplied } from "./api-gateway/not-applied";
import { readRestApi } from "./api-gateway/rest-api";
import { DEBUGGING_MS } from "./lambda/environment-options";
import { LambdaFunction, type LambdaOptions } from "./lambda/lambda";
import { createObservability, type Observability } from "./observability";
import { type DeclaredProgram, ofType } from "./program/declared";
import { type EvaluationOptions, Evaluator } from "./program/evaluator";
import { withLocalAdvice } from "./program/local-advice";
import { findRoot, PROJECT_ROOT } from "./program/project-root";
import { shippedFiles } from "./program/shipped-files";
import type { StackSettings } from "./program/stack-settings";
import { makeWorkFolder } from "./program/work-folder";
import { invokedFunctions } from "./stand-ins/lambda-service";
import { StandIns } from "./stand-ins/stand-ins";
import { UserError } from "./user-error";
import type { EditProblem, EditState } from "./watch/edit-state";
import { EditTracker } from "./watch/edit-tracker";
import { ProgramProblems, problemsOf } from "./watch/program-problems";

/** Environments at most of a function that another one invokes: events take long, and wait for nothing. */
const EVENT_CONCURRENCY = 10;

/** Lines go to standard output and failures to standard error where nobody else takes them. */
export interface LocalServerOptions extends Partial<LambdaOptions> {
  readonly settings: StackSettings;
  /** Folder of the program's index.ts; default: this project. */
  readonly programFolder?: string | undefined;
  /** Port on 127.0.0.1; 0 for any free one. */
  readonly port: number;
  /** Whether a process waits for the next evaluation, to make it quick; default false. */
  readonly keepPrepared?: boolean | undefined;
  /** Runs handlers with a debugger on this port, without limits of time and memory. */
  readonly inspectPort?: number | undefined;
  /** Receives each request when it has been answered. */
  readonly onRequest?: ((request: AnsweredRequest) => void) | undefined;
  /** Clock in milliseconds, for metrics, alarms and the throttle; default Date.now. */
  readonly now?: () => number;
  /** Keeps tables and their items in the project's folder `.local`; default: in memory. */
  readonly keep?: boolean | undefined;
  /** Receives what does not hold here as on AWS, and the program's warnings; default: standard error. */
  readonly onWarning?: ((text: string) => void) | undefined;
  /** Receives the warnings of the program itself; default: as onWarning. */
  readonly onProgramWarning?: ((text: string) => void) | undefined;
  /** Receives lines that the program writes to standard output; default: this process's own. */
  readonly onProgramLine?: ((line: string) => void) | undefined;
  /** Receives each step of the way to serving the program: "evaluating the program". */
  readonly onProgress?: ((step: string) => void) | undefined;
}

/** What is served: a program and its running functions. */
interface Deployment {
  readonly program: DeclaredProgram;
  readonly functions: ReadonlyMap<string, LambdaFunction>;
  /** Where its archives lie. */
  readonly folder: string;
}

export class LocalServer {
  private deployment: Deployment | undefined;
  /** All that runs: what is served, what is about to be, and what still has requests. */
  private readonly running = new Set<LambdaFunction>();
  private readonly gateway: Gateway;
  private readonly evaluator: Evaluator;
  private readonly workFolder = makeWorkFolder();
  /** The program's folder, as its handlers name their sources from there. */
  private readonly root: string;
  /** Metrics, alarms, log and page. */
  readonly observability: Observability;
  private readonly standIns: StandIns;
  private apiUrl = "";
  private evaluations = 0;
  private readonly said = new Set<string>();
  private readonly edits: EditTracker;
  private closed = false;

  private constructor(private readonly options: LocalServerOptions) {
    process.once("exit", this.discard);
    this.edits = new EditTracker(options.now);
    this.root = findRoot(options.programFolder ?? PROJECT_ROOT);
    const { keepPrepared = false, onProgramLine } = options;
    this.evaluator = new Evaluator({ keepPrepared, onLine: onProgramLine });
    this.observability = createObservability(options, {
      program: () => this.program,
      tables: () => this.standIns.tables(),
      tasks: () => this.standIns.tasks(),
      buckets: async () => this.standIns.buckets(),
      edits: this.edits,
    });
    const { onRequest, origin, page, lambda } = this.observability;
    this.gateway = new Gateway({
      onRequest,
      origin,
      page,
      invoke: async (functionArn, event, receiver) =>
        this.target(functionArn).invoke(event, functionArn, { receiver }),
      ...(options.now && { now: options.now }),
      ...(options.inspectPort !== undefined && { integrationTimeoutMs: DEBUGGING_MS }),
      onFailure: lambda.onFailure,
    });
    this.standIns = new StandIns({
      root: this.root,
      keep: options.keep,
      onFailure: lambda.onFailure,
      onNotice: lambda.onNotice,
      invoke: async (arn, event) => this.target(arn).invoke(event, arn, { waits: true }),
    });
  }

  /** @throws UserError that says in one line what keeps it from starting. */
  static async start(options: LocalServerOptions): Promise<LocalServer> {
    const server = new LocalServer(options);
    try {
      server.apiUrl = await server.gateway.listen(options.port);
      await server.deploy(options.settings);
      if (typeof server.program.outputs["endpoint"] !== "string") {
        throw new UserError(
          'The program has no stack output "endpoint", so there is nothing to call.',
        );
      }
      return server;
    } catch (error) {
      await server.close();
      throw error;
    }
  }

  /** The program that is served. */
  get program(): DeclaredProgram {
    if (this.deployment === undefined) throw new Error("nothing is deployed");
    return this.deployment.program;
  }

  /** Stack output `endpoint`: where MCP clients connect. */
  get endpoint(): string {
    return String(this.program.outputs["endpoint"]);
  }

  /** Where the local page is. */
  get pageUrl(): string {
    return `${this.apiUrl}/`;
  }

  /** Names of the secrets that the project's `.local/secrets.json` does not have. */
  get missingSecrets(): readonly string[] {
    return this.standIns.missingSecrets;
  }

  /** Files of the program, and those that its functions ship, for whoever watches them. */
  get files(): readonly string[] {
    return [...this.evaluator.files, ...shippedFiles(this.program, this.root)];
  }

  /** Where the program stands in the edit loop. */
  get editState(): EditState {
    return this.edits.state;
  }

  /** Reports each change of `editState`. @returns ends that. */
  onEditState(listener: (state: EditState) => void): () => void {
    return this.edits.subscribe(listener);
  }

  /** Process ids of the function's environments. */
  processIds(): number[] {
    const functions = [...(this.deployment?.functions.values() ?? [])];
    return functions.flatMap((target) => target.processIds);
  }

  /** Process id of the process that waits for the next evaluation, if one does. */
  get preparedProcessId(): number | undefined {
    return this.evaluator.preparedProcessId;
  }

  /** Holds new requests until the returned function is called. */
  hold(): () => void {
    return this.gateway.hold();
  }

  /**
   * Serves the program as it is now on disk. Requests that have begun stay with the old one, which
   * is also kept when the new one fails.
   *
   * @param readSettings reads the settings; what it throws speaks against them.
   * @param check resolves to what speaks against the new program, if anything.
   * @throws ProgramProblems
   */
  async reload(
    readSettings: StackSettings | (() => StackSettings),
    check?: Promise<readonly EditProblem[]>,
  ): Promise<void> {
    this.edits.evaluating();
    try {
      const settings = typeof readSettings === "function" ? readSettings() : readSettings;
      await this.deploy(settings, check);
    } catch (error) {
      const problems = problemsOf(error, this.root);
      this.edits.notServed(problems);
      throw new ProgramProblems(problems);
    }
  }

  /** Ends the server, its child processes, and removes its files. */
  async close(): Promise<void> {
    process.off("exit", this.discard);
    this.discard();
    await Promise.all([this.gateway.close(), this.standIns.close()]);
  }

  /** The part of closing that can be done while the process exits. */
  private readonly discard = (): void => {
    this.closed = true;
    this.evaluator.close();
    for (const target of this.running) target.close();
    void this.standIns.close();
    fs.rmSync(this.workFolder, { recursive: true, force: true, maxRetries: 5 });
  };

  /** @throws UserError */
  private target(functionArn: string): LambdaFunction {
    const target = this.deployment?.functions.get(functionName(functionArn));
    if (target === undefined) throw new UserError(`No function ${functionArn} is declared.`);
    return target;
  }

  private async deploy(
    settings: StackSettings,
    check?: Promise<readonly EditProblem[]>,
  ): Promise<void> {
    this.evaluations += 1;
    const workFolder = path.join(this.workFolder, String(this.evaluations));
    const { programFolder, inspectPort, onProgress } = this.options;
    const { onWarning, onProgramWarning = onWarning } = this.options;
    const { concurrency = EVENT_CONCURRENCY } = this.options;
    const { apiUrl } = this;
    const functions = new Map<string, LambdaFunction>();
    try {
      const place = { workFolder, apiUrl, programFolder, served: true };
      const evaluation = { ...settings, ...place, onWarning: onProgramWarning };
      onProgress?.("evaluating the program");
      const program = await this.evaluator.evaluate(evaluation);
      onProgress?.("loading the function");
      const standIns = await this.standIns.start(program);
      const invoked = invokedFunctions(program);
      for (const resource of ofType(program, "aws:lambda/function:Function")) {
        const target = new LambdaFunction(
          { resource, program, workFolder, standIns },
          {
            ...this.options,
            ...this.observability.lambda,
            ...(invoked.includes(String(resource.outputs["arn"])) && { concurrency }),
          },
          inspectPort === undefined
            ? undefined
            : { port: inspectPort + functions.size, root: this.root },
        );
        functions.set(String(resource.outputs["id"]), target);
        this.running.add(target);
      }
      await this.warm([...functions.values()], evaluation);
      const problems = (await check) ?? [];
      if (problems.length > 0) throw new ProgramProblems(problems);
      const api = readRestApi(program);
      await this.standIns.deploy(program);
      this.gateway.deploy(api);
      const old = this.deployment;
      this.deployment = { program, functions, folder: workFolder };
      this.observability.deploy(program);
      this.edits.served();
      this.sayOnce(notApplied(program));
      if (old !== undefined) void this.retire(old);
    } catch (error) {
      for (const target of functions.values()) {
        target.close();
        this.running.delete(target);
      }
      fs.rmSync(workFolder, { recursive: true, force: true });
      // The compiler's words are clearer than what follows from the same mistake.
      const problems = (await check) ?? [];
      throw problems.length === 0 ? withLocalAdvice(error) : new ProgramProblems(problems);
    } finally {
      // Not before: what is served now comes first.
      if (!this.closed) this.evaluator.prepare();
    }
  }

  /**
   * Starts an environment of each. Where one cannot be loaded, a preview says more of it: it loads
   * the handler by itself, and names the package and the line.
   *
   * @throws UserError
   */
  private async warm(
    functions: readonly LambdaFunction[],
    evaluation: EvaluationOptions,
  ): Promise<void> {
    try {
      await Promise.all(functions.map((target) => target.warm()));
    } catch (error) {
      const workFolder = path.join(evaluation.workFolder, "preview");
      await this.evaluator.evaluate({ ...evaluation, workFolder, preview: true });
      throw error;
    }
  }

  /** Lines that concern whoever has started the server, each once. */
  private sayOnce(lines: readonly string[]): void {
    const { onWarning = (text: string) => process.stderr.write(`${text}\n`) } = this.options;
    for (const line of lines.filter((each) => !this.said.has(each))) {
      this.said.add(line);
      onWarning(line);
    }
  }

  /** Lets a deployment handle what it has received, and removes it. */
  private async retire({ functions, folder }: Deployment): Promise<void> {
    await Promise.all([...functions.values()].map((target) => target.retire()));
    for (const target of functions.values()) this.running.delete(target);
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** "mcp-server-dev" of "arn:...:function:mcp-server-dev:live". */
function functionName(arn: string): string {
  return /:function:([^:]+)/.exec(arn)?.[1] ?? arn;
}
