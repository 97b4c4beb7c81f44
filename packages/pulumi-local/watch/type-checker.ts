/**
 * Type checker of the program while it is edited, in a process of its own. The first check takes
 * some seconds and is not waited for; later ones look at what a change affects.
 */
import { type ChildProcess, fork } from "node:child_process";
import * as path from "node:path";
import { PROJECT_ROOT } from "../program/project-root";
import type { EditProblem } from "./edit-state";

export interface CheckRequest {
  /** Folder that files are named from. */
  readonly root: string;
  readonly files: readonly string[];
}

export interface CheckReply {
  /** What keeps a program from being served. */
  readonly problems: readonly EditProblem[];
  /** What does not: it is declared and never used. */
  readonly warnings: readonly EditProblem[];
}

const NOTHING: CheckReply = { problems: [], warnings: [] };

export class TypeChecker {
  private readonly child: ChildProcess;
  private isReady = false;
  private ended = false;
  private resolve: (reply: CheckReply) => void = () => undefined;

  /** @param root folder that files are named from. */
  constructor(private readonly root: string) {
    this.child = fork(path.join(__dirname, "type-checker-process.ts"), {
      cwd: PROJECT_ROOT,
      execArgv: ["--expose-gc", "--require", "pulumi-handler-layer/register"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    this.child.on("message", (reply: CheckReply) => {
      this.resolve(reply);
    });
    this.child.on("exit", () => {
      this.ended = true;
      this.resolve(NOTHING);
    });
  }

  get processId(): number | undefined {
    return this.child.pid;
  }

  /** Makes the first check, of the program as it is. */
  async prepare(files: readonly string[]): Promise<CheckReply> {
    const reply = await this.ask(files);
    this.isReady = true;
    return reply;
  }

  /** Of these files and of what they import; nothing while the first check still runs. */
  async check(files: readonly string[]): Promise<CheckReply> {
    return this.isReady ? this.ask(files) : NOTHING;
  }

  close(): void {
    this.child.kill("SIGKILL");
  }

  private async ask(files: readonly string[]): Promise<CheckReply> {
    if (this.ended) return NOTHING;
    const { root } = this;
    return new Promise((resolve) => {
      this.resolve = resolve;
      this.child.send({ root, files } satisfies CheckRequest, () => undefined);
    });
  }
}
