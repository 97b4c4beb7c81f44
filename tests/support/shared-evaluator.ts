/**
 * Evaluations of a mocha process in one process of its own (evaluating-process.ts), one after another:
 * most of an evaluation is loading Pulumi. Required by .mocharc.json; what is prepared ahead (--watch)
 * gets a process for itself all the same.
 */
import { type ChildProcess, type Control, fork } from "node:child_process";
import { EventEmitter } from "node:events";
import type { Socket } from "node:net";
import * as path from "node:path";
import { PassThrough } from "node:stream";
import type { EvaluationRequest } from "../../packages/pulumi-local/program/evaluator";
// eslint-disable-next-line @typescript-eslint/no-require-imports -- its function is replaced
import starting = require("../../packages/pulumi-local/program/start-evaluator");

/** A process grows with each program that it has had. */
const MAX_EVALUATIONS = 30;

interface Shared {
  readonly child: ChildProcess;
  evaluations: number;
}

const startOwn = starting.takeEvaluator;
let shared: Shared | undefined;
/** Ends when the last evaluation that was asked for has ended. */
let last: Promise<void> = Promise.resolve();

function sharedProcess(): Shared {
  if (shared?.child.connected === true && shared.evaluations < MAX_EVALUATIONS) return shared;
  shared?.child.disconnect();
  const child = fork(path.join(__dirname, "evaluating-process.ts"), {
    execArgv: ["--require", "pulumi-handler-layer/register"],
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  // It must not keep mocha from ending.
  for (const handle of handlesOf(child)) handle?.unref();
  shared = { child, evaluations: 0 };
  return shared;
}

/** All that waits for a process. */
function handlesOf(child: ChildProcess): readonly (ChildProcess | Socket | Control | undefined)[] {
  return [child, child.channel ?? undefined, child.stdout as Socket, child.stderr as Socket];
}

/** What an Evaluator uses of the process that it is given, for one evaluation. */
class SharedEvaluation extends EventEmitter {
  readonly stdout = new PassThrough();
  readonly stderr = new PassThrough();
  connected = true;
  private own: ChildProcess | undefined;
  private running: ChildProcess | undefined;

  get pid(): number | undefined {
    return this.own?.pid;
  }

  send(request: EvaluationRequest): void {
    if (this.own === undefined && request.kind === "evaluate") {
      last = last.then(() => this.evaluate(request));
      return;
    }
    this.own ??= this.startOwn();
    this.own.send(request, () => undefined);
  }

  disconnect(): void {
    this.connected = false;
    if (this.own !== undefined) this.own.disconnect();
    else setImmediate(() => this.emit("close", 0, null));
  }

  kill(signal: NodeJS.Signals): void {
    this.own?.kill(signal);
    this.running?.kill(signal);
  }

  private startOwn(): ChildProcess {
    const child = startOwn();
    child.stdout?.pipe(this.stdout);
    child.stderr?.pipe(this.stderr);
    for (const event of ["message", "close"] as const) {
      child.on(event, (...args: unknown[]) => this.emit(event, ...args));
    }
    return child;
  }

  /** Ends with the evaluation, whatever comes of it. */
  private async evaluate(request: EvaluationRequest): Promise<void> {
    const current = sharedProcess();
    current.evaluations += 1;
    const { child } = current;
    const { stdout, stderr } = child;
    this.running = child;
    const toOutput = (chunk: Buffer): unknown => this.stdout.write(chunk);
    const toError = (chunk: Buffer): unknown => this.stderr.write(chunk);
    stdout?.on("data", toOutput);
    stderr?.on("data", toError);
    for (const handle of handlesOf(child)) handle?.ref();
    const [event, args] = await new Promise<[string, unknown[]]>((resolve) => {
      for (const each of ["message", "close"]) {
        child.once(each, (...all: unknown[]) => {
          resolve([each, all]);
        });
      }
      child.send(request, () => undefined);
    });
    child.removeAllListeners("message").removeAllListeners("close");
    for (const handle of handlesOf(child)) handle?.unref();
    stdout?.off("data", toOutput);
    stderr?.off("data", toError);
    this.running = undefined;
    this.emit(event, ...args);
  }
}

const takeShared = (): ChildProcess => new SharedEvaluation() as unknown as ChildProcess;
starting.takeEvaluator = takeShared;

/** Gives the evaluations of some work a process each, as npm start does. */
export async function inOwnProcesses<T>(work: () => Promise<T>): Promise<T> {
  starting.takeEvaluator = startOwn;
  try {
    return await work();
  } finally {
    starting.takeEvaluator = takeShared;
  }
}
