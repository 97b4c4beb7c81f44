/**
 * Evaluator of a Pulumi program: runs its index.ts with Pulumi's mock engine, in a process of its
 * own, and returns what it declared. Nothing here knows the program: it sees the resources that AWS
 * would be sent.
 */
import type { ChildProcess } from "node:child_process";
import type { DeclaredProgram } from "./declared";
import { splitLines } from "../lambda/line-splitter";
import { UserError } from "../user-error";
import { takeEvaluator } from "./start-evaluator";
import type { StackSettings } from "./stack-settings";

export interface EvaluationOptions extends StackSettings {
  /** Folder that receives the unpacked archives. */
  readonly workFolder: string;
  /** What the API's URLs start with in place of https://<id>.execute-api...; no slash at the end. */
  readonly apiUrl: string;
  /** Whether the program is served under `apiUrl`, and told so (LOCAL_RUN_URL); default false. */
  readonly served?: boolean;
  /** Folder of the program's index.ts; default: this project. */
  readonly programFolder?: string | undefined;
  /** Leaves unknown what only AWS could say, as `pulumi preview` does; default false. */
  readonly preview?: boolean;
  /** Receives the program's warnings; default: this process's standard error. */
  readonly onWarning?: ((text: string) => void) | undefined;
}

/** An evaluation as it is sent to another process. */
export type EvaluationTask = Omit<EvaluationOptions, "onWarning">;

export type EvaluationResult =
  { readonly program: DeclaredProgram } | { readonly userError: string };

/** To the process that evaluates. */
export type EvaluationRequest =
  /** Gets ready for a program that loads these files, as it did last time. */
  | {
      readonly kind: "prepare";
      readonly packageFiles: readonly string[];
      readonly files: readonly string[];
    }
  | { readonly kind: "evaluate"; readonly task: EvaluationTask };

/** From it. */
export interface EvaluationReply {
  readonly result: EvaluationResult;
  /** Files of the program that were loaded, without those of packages. */
  readonly files: readonly string[];
  /** Files of packages that were loaded, in the order of loading. */
  readonly packageFiles: readonly string[];
  /** What the program wrote to standard error. */
  readonly warnings: string;
}

interface Evaluation {
  readonly child: ChildProcess;
  readonly standardError: () => string;
}

export interface EvaluatorOptions {
  /** Whether a process waits for the next evaluation. */
  readonly keepPrepared: boolean;
  /** Receives lines that programs write to standard output; default: this process's own. */
  readonly onLine?: ((line: string) => void) | undefined;
}

/** Evaluates again and again; with `keepPrepared` a process that `prepare` has started waits. */
export class Evaluator {
  private prepared: Evaluation | undefined;
  private current: ChildProcess | undefined;
  private readonly loaded = new Set<string>();
  private packageFiles: readonly string[] = [];
  private lastWarnings = "";

  constructor(private readonly options: EvaluatorOptions) {}

  /** Files of the program that any evaluation has loaded. */
  get files(): readonly string[] {
    return [...this.loaded];
  }

  /** @throws UserError with the program's own message when it fails. */
  async evaluate({ onWarning, ...task }: EvaluationOptions): Promise<DeclaredProgram> {
    const { child, standardError } = this.prepared ?? startEvaluation(this.options);
    this.prepared = undefined;
    this.current = child;
    const {
      result,
      files,
      packageFiles,
      warnings: written,
    } = await ask(child, { kind: "evaluate", task }, standardError);
    endSoon(child);
    for (const file of files) this.loaded.add(file);
    this.packageFiles = packageFiles;
    if ("userError" in result) throw new UserError(result.userError);
    const warnings = written.trim().replaceAll("[runtime] ", "");
    const isNew = warnings !== this.lastWarnings;
    this.lastWarnings = warnings;
    if (isNew && warnings !== "")
      (onWarning ?? ((text) => process.stderr.write(`${text}\n`)))(warnings);
    return result.program;
  }

  /** Gets a process ready for the next evaluation; it takes a core for a second. */
  prepare(): void {
    if (!this.options.keepPrepared || this.prepared !== undefined) return;
    this.prepared = startEvaluation(this.options);
    const { packageFiles, files } = this;
    const request: EvaluationRequest = { kind: "prepare", packageFiles, files };
    this.prepared.child.send(request);
  }

  /** Process id of the process that waits, if one does. */
  get preparedProcessId(): number | undefined {
    return this.prepared?.child.pid;
  }

  /** Ends what waits and what runs; an evaluation that runs fails. */
  close(): void {
    this.current?.kill("SIGKILL");
    this.prepared?.child.kill("SIGKILL");
  }
}

/** Evaluates once. @throws UserError with the program's own message when it fails. */
export async function evaluateProgram(options: EvaluationOptions): Promise<DeclaredProgram> {
  return new Evaluator({ keepPrepared: false }).evaluate(options);
}

/** An evaluator process ends by itself when it has replied; one that does not is killed. */
const MAX_ENDING_MS = 5_000;

function endSoon(child: ChildProcess): void {
  const timer = setTimeout(() => child.kill("SIGKILL"), MAX_ENDING_MS);
  timer.unref();
  child.once("close", () => {
    clearTimeout(timer);
  });
  if (child.connected) child.disconnect();
}

function startEvaluation({
  onLine = (line) => process.stdout.write(`${line}\n`),
}: EvaluatorOptions): Evaluation {
  const child = takeEvaluator();
  if (child.stdout !== null) splitLines(child.stdout, onLine);
  let standardError = "";
  child.stderr?.on("data", (chunk: Buffer) => (standardError += chunk.toString("utf8")));
  return { child, standardError: () => standardError };
}

async function ask(
  child: ChildProcess,
  request: EvaluationRequest,
  standardError: () => string,
): Promise<EvaluationReply> {
  return new Promise<EvaluationReply>((resolve) => {
    child.on("message", resolve);
    child.on("close", (code, signal) => {
      const ending = `it ended with ${signal ?? `exit code ${code ?? 0}`}`;
      const userError = standardError().trim() || ending;
      resolve({ result: { userError }, files: [], packageFiles: [], warnings: "" });
    });
    // Where the process has ended already, "close" says why.
    child.send(request, () => undefined);
  });
}
