/**
 * Execution environment of a function: a child process that has loaded it and handles one event at
 * a time. Killed at the timeout, useless after a crash; environment-pool.ts makes a new one then.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { guard, unguard } from "./frozen-guard";
import type { FunctionProcess } from "./function-process";
import { createLineSplitter } from "./line-splitter";
import { peakMb, residentMb } from "./memory";
import type { Invocation, Left, Message, RuntimeError, Taken } from "./runtime";

export type InvocationResult =
  | { readonly kind: "result"; readonly payload: string; readonly left?: Left }
  | { readonly kind: "error"; readonly error: RuntimeError; readonly left?: Left };

/** Lambda's limits for an event and for a response, in bytes (6 MB; the response's is 100 bytes more). */
export const MAX_EVENT_BYTES = 6_291_456;
const MAX_RESPONSE_BYTES = MAX_EVENT_BYTES + 100;

/** How often the memory of a running function is looked at. */
const MEMORY_INTERVAL_MS = 50;

export interface EnvironmentOptions {
  /** How the process is started that serves the function (see runtime.ts). */
  readonly process: FunctionProcess;
  /** It is killed when it has more. */
  readonly memoryMb: number;
  /** For an event. */
  readonly timeoutMs: number;
  /** For loading the function. */
  readonly initTimeoutMs: number;
  /** Whether it stands still between events, where the system can do that. */
  readonly freezes: boolean;
  /** Receives each line that the function writes, and the id of the last event that it was given. */
  readonly onLine: (line: string, requestId: string | undefined) => void;
}

/** Takes parts of a streamed response. @returns when the next one may come. */
export type ChunkReceiver = (chunk: Buffer) => Promise<void>;

export class Environment {
  readonly ready: Promise<void>;
  private readonly child: ChildProcess;
  private listener: ((message: Message) => void) | undefined;
  private receiver: ChunkReceiver | undefined;
  private ending: RuntimeError | undefined;
  private isGuarded = false;
  private lastRequestId: string | undefined;

  constructor(private readonly options: EnvironmentOptions) {
    const { arguments: args, folder, variables } = options.process;
    this.child = spawn(process.execPath, args, {
      cwd: folder,
      env: { ...variables },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    const onLine = (line: string): void => {
      options.onLine(line, this.lastRequestId);
    };
    this.child.stdout?.on("data", createLineSplitter(onLine));
    this.child.stderr?.on("data", createLineSplitter(onLine));
    this.child.on("message", (message: Message) => {
      if (message.kind === "crash") this.end(message.error);
      else if (message.kind === "chunk") void this.receive(message.data);
      else this.listener?.(message);
    });
    this.child.on("error", (error) => {
      this.end({ errorType: "Runtime.SpawnError", errorMessage: error.message, trace: [] });
    });
    this.child.on("exit", (code, signal) => {
      if (this.isGuarded && this.child.pid !== undefined) unguard(this.child.pid);
      const how = signal === null ? `exit status ${code ?? 0}` : `signal: ${signal}`;
      const errorMessage = `Error: Runtime exited with error: ${how}`;
      const ended = (): void => {
        this.end({ errorType: "Runtime.ExitError", errorMessage, trace: [] });
      };
      // By "close" all that it wrote has been read; a process that it has left behind may keep the
      // pipe open, so this is not waited for long.
      this.child.once("close", ended);
      setTimeout(ended, 200).unref();
    });
    this.ready = this.initialize();
    this.ready.catch(() => undefined);
  }

  /** Process id of the child. */
  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Whether it can handle further events. */
  get isAlive(): boolean {
    return this.ending === undefined;
  }

  /**
   * Handles an event; never rejects.
   *
   * @param receiver takes a streamed response; without one it is lost.
   */
  async invoke(
    event: unknown,
    context: Readonly<Record<string, unknown>>,
    receiver?: ChunkReceiver,
  ): Promise<InvocationResult> {
    const { timeoutMs } = this.options;
    this.receiver = receiver;
    this.lastRequestId = String(context["awsRequestId"]);
    const invocation: Invocation = { event, context, deadlineMs: Date.now() + timeoutMs };
    const memoryWatch = this.watchMemory();
    const message = await this.converse(timeoutMs, invocation);
    clearInterval(memoryWatch);
    if (message?.kind === "result") return limited(message);
    if (message !== undefined && "error" in message) return { ...message, kind: "error" };
    const errorMessage = `Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds`;
    return { kind: "error", error: { errorType: "Sandbox.Timedout", errorMessage, trace: [] } };
  }

  /** Maximum of the memory that it has had, in MB; undefined where the system does not report it. */
  get peakMemoryMb(): number | undefined {
    return peakMb(this.child.pid);
  }

  /** Passes a chunk on, and lets the function send the next one. */
  private async receive(data: string): Promise<void> {
    await this.receiver?.(Buffer.from(data, "base64"));
    const taken: Taken = { kind: "taken" };
    this.child.send(taken, () => undefined);
  }

  /** Kills the process when it has more memory than the function may have, as Lambda does. */
  private watchMemory(): NodeJS.Timeout {
    return setInterval(() => {
      const used = residentMb(this.child.pid) ?? 0;
      if (used <= this.options.memoryMb) return;
      const errorMessage = `Error: Runtime exited with error: signal: killed (${used} of ${this.options.memoryMb} MB used)`;
      this.end({ errorType: "Runtime.OutOfMemory", errorMessage, trace: [] });
      this.child.kill("SIGKILL");
    }, MEMORY_INTERVAL_MS);
  }

  /** Lets the process stand still, until `thaw`. */
  freeze(): void {
    const { pid } = this.child;
    if (!this.options.freezes || !this.isAlive || pid === undefined) return;
    if (!this.isGuarded) guard(pid);
    this.isGuarded = true;
    this.child.kill("SIGSTOP");
  }

  thaw(): void {
    if (this.options.freezes) this.child.kill("SIGCONT");
  }

  /** Ends the process now; an event that it has results in an error. */
  kill(): void {
    this.ending ??= { errorType: "Runtime.ExitError", errorMessage: "killed", trace: [] };
    this.child.kill("SIGKILL");
  }

  private async initialize(): Promise<void> {
    const message = await this.converse(this.options.initTimeoutMs);
    if (message?.kind === "ready") return;
    const reason = message !== undefined && "error" in message ? message.error : undefined;
    throw new Error(
      reason === undefined
        ? `the function did not load within ${this.options.initTimeoutMs / 1000} s`
        : [reason.errorMessage, ...reason.trace.slice(1, 6)].join("\n"),
    );
  }

  /** Sends something and waits for one message; undefined, and the end of the child, when it is late. */
  private async converse(timeoutMs: number, invocation?: Invocation): Promise<Message | undefined> {
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise<Message | undefined>((resolve) => {
        this.listener = resolve;
        if (this.ending !== undefined) resolve({ kind: "crash", error: this.ending });
        timer = setTimeout(() => {
          this.kill();
          resolve(undefined);
        }, timeoutMs);
        if (invocation !== undefined) this.child.send(invocation, () => undefined);
      });
    } finally {
      clearTimeout(timer);
      this.listener = undefined;
    }
  }

  private end(error: RuntimeError): void {
    this.ending ??= error;
    this.listener?.({ kind: "crash", error });
  }
}

/** A response that is too large is the function's failure. */
function limited(result: Extract<InvocationResult, { kind: "result" }>): InvocationResult {
  const bytes = Buffer.byteLength(result.payload);
  if (bytes <= MAX_RESPONSE_BYTES) return result;
  const errorMessage = `Response payload size (${bytes} bytes) exceeded maximum allowed payload size (${MAX_RESPONSE_BYTES} bytes).`;
  const error = { errorType: "Function.ResponseSizeTooLarge", errorMessage, trace: [] };
  return { kind: "error", error };
}
