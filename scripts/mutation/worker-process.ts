/** Keeps one worker (worker.ts) for many requests; begins a new one when it hangs or dies. */
import { type ChildProcess, fork } from "node:child_process";
import * as os from "node:os";
import type { WorkerRequest } from "./worker";

/** Modules that are loaded again and again leave some memory behind. */
const MAX_REQUESTS = 1_000;
/** Others may use the machine meanwhile. */
const NICE = 15;

export class WorkerProcess {
  private child: ChildProcess | undefined;
  private requests = 0;

  /** @param folder the instrumented copy. */
  constructor(private readonly folder: string) {}

  /** @returns undefined when it takes longer than `limitMs`, or ends. */
  async ask<Reply>(request: WorkerRequest, limitMs: number): Promise<Reply | undefined> {
    this.requests += 1;
    if (this.requests > MAX_REQUESTS) this.close();
    const child = (this.child ??= this.start());
    const reply = await new Promise<Reply | undefined>((resolve) => {
      const timer = setTimeout(() => {
        resolve(undefined);
      }, limitMs);
      const finish = (message?: unknown): void => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(message as Reply | undefined);
      };
      child.once("message", finish);
      child.once("exit", () => {
        finish();
      });
      child.send(request, (error) => {
        if (error !== null) finish();
      });
    });
    if (reply === undefined) this.close();
    return reply;
  }

  close(): void {
    this.child?.removeAllListeners();
    this.child?.on("error", () => undefined);
    this.child?.kill("SIGKILL");
    this.child = undefined;
    this.requests = 0;
  }

  private start(): ChildProcess {
    const child = fork("scripts/mutation/worker.ts", {
      cwd: this.folder,
      execArgv: ["--require", "pulumi-handler-layer/register"],
      stdio: [
        "ignore",
        "ignore",
        process.env["MUTATION_DEBUG"] === "1" ? "inherit" : "ignore",
        "ipc",
      ],
    });
    if (child.pid !== undefined) os.setPriority(child.pid, NICE);
    return child;
  }
}
