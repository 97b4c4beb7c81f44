/**
 * Type checker of the program while it is edited, in a process of its own. The first check takes
 * some seconds and is not waited for; later ones look at what a change affects.
 */
import { type ChildProcess, fork } from "node:child_process";
import * as path from "node:path";
import { PROJECT_ROOT } from "../program/project-root";

export interface CheckRequest {
  readonly files: readonly string[];
}

export interface CheckReply {
  /** Compiler errors with file and line, coloured as the terminal wants; empty for none. */
  readonly errors: string;
}

export class TypeChecker {
  private readonly child: ChildProcess;
  private isReady = false;
  private ended = false;
  private resolve: (errors: string) => void = () => undefined;

  constructor() {
    this.child = fork(path.join(__dirname, "type-checker-process.ts"), {
      cwd: PROJECT_ROOT,
      execArgv: ["--expose-gc", "--require", "pulumi-handler-layer/register"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    this.child.on("message", ({ errors }: CheckReply) => {
      this.resolve(errors);
    });
    this.child.on("exit", () => {
      this.ended = true;
      this.resolve("");
    });
  }

  get processId(): number | undefined {
    return this.child.pid;
  }

  /** Makes the first check, of the program as it is. */
  async prepare(files: readonly string[]): Promise<string> {
    const errors = await this.ask(files);
    this.isReady = true;
    return errors;
  }

  /** The errors in these files and in what they import; none while the first check still runs. */
  async check(files: readonly string[]): Promise<string> {
    return this.isReady ? this.ask(files) : "";
  }

  close(): void {
    this.child.kill("SIGKILL");
  }

  private async ask(files: readonly string[]): Promise<string> {
    if (this.ended) return "";
    return new Promise((resolve) => {
      this.resolve = resolve;
      this.child.send({ files } satisfies CheckRequest, () => undefined);
    });
  }
}
