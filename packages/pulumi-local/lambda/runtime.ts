/**
 * Runtime inside of a local execution environment: handles one event at a time, as Lambda's Node.js
 * runtime does. Compiled to JavaScript and run away from this project (see bootstrap.ts), so it
 * must import nothing but Node.js and its neighbours here.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
 */
import { SHARE_ENV, Worker } from "node:worker_threads";
import { defineAwsLambda, isStreaming, ResponseStream, type SendChunk } from "./response-stream";

/** Parent to child. */
export interface Invocation {
  readonly event: unknown;
  readonly deadlineMs: number;
  readonly context: Readonly<Record<string, unknown>>;
}

/** Parent to child: the chunk has been passed on. */
export interface Taken {
  readonly kind: "taken";
}

/** Child to parent. */
export type Message =
  | { readonly kind: "ready" }
  /** Part of a streamed response, in base64; the next one comes when it has been taken. */
  | { readonly kind: "chunk"; readonly data: string }
  | { readonly kind: "result"; readonly payload: string; readonly left: Left }
  /** The invocation failed; the environment lives on. */
  | { readonly kind: "error"; readonly error: RuntimeError; readonly left: Left }
  /** The environment ends. */
  | { readonly kind: "crash"; readonly error: RuntimeError };

/** Kinds of what is active after an event and was not before it, as Node.js calls them. */
export type Left = readonly string[];

export interface RuntimeError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace: readonly string[];
}

export type Handler = (event: unknown, ...rest: readonly unknown[]) => unknown;

const send = process.send?.bind(process);
// The handler shall not see that it runs under a parent process.
delete process.send;

function post(message: Message, then?: () => void): void {
  send?.(message, undefined, {}, () => then?.());
}

function describe(error: unknown): RuntimeError {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  const trace = (error.stack ?? "").split("\n");
  return { errorType: error.name, errorMessage: error.message, trace };
}

/** As the runtime does: what nobody catches ends the environment. */
function crash(error: unknown): void {
  post({ kind: "crash", error: describe(error) }, () => process.exit(1));
}

/** Ends this process when its parent is gone, even while a loop blocks it: from another thread. */
function dieWithParent(): void {
  const watcher = `const parent = process.ppid;
    setInterval(() => process.ppid !== parent && process.kill(process.pid, "SIGKILL"), 500);`;
  new Worker(watcher, { eval: true, env: SHARE_ENV, stdout: true, stderr: true }).unref();
}

async function handle(handler: Handler, { event, context, deadlineMs }: Invocation): Promise<void> {
  const getRemainingTimeInMillis = (): number => Math.max(deadlineMs - Date.now(), 0);
  const before = process.getActiveResourcesInfo();
  try {
    const whole = { ...context, getRemainingTimeInMillis };
    const run = isStreaming(handler) ? stream(handler, event, whole) : handler(event, whole);
    const result = await run;
    const payload = JSON.stringify(result ?? null);
    post({ kind: "result", payload, left: await leftSince(before) });
  } catch (error) {
    post({ kind: "error", error: describe(error), left: await leftSince(before) });
  }
}

/** Continues after a chunk. */
let onTaken: (() => void) | undefined;

const sendChunk: SendChunk = (chunk, taken) => {
  onTaken = taken;
  post({ kind: "chunk", data: chunk.toString("base64") });
};

/** As the runtime does, resolves when the stream has ended, and takes no result. */
async function stream(handler: Handler, event: unknown, context: object): Promise<void> {
  const response = new ResponseStream(sendChunk);
  const finished = new Promise<void>((resolve, reject) => {
    response.once("finish", resolve).once("error", reject);
  });
  finished.catch(() => undefined);
  await handler(event, response, context);
  if (!response.writableEnded) throw new Error("Response stream is not finished.");
  await finished;
}

async function leftSince(before: readonly string[]): Promise<Left> {
  if (newSince(before).length === 0) return [];
  // A connection that is given back is idle one turn later.
  await new Promise((resolve) => setImmediate(resolve));
  return newSince(before);
}

function newSince(before: readonly string[]): string[] {
  const known = [...before];
  return process.getActiveResourcesInfo().filter((kind) => {
    const at = known.indexOf(kind);
    if (at >= 0) known.splice(at, 1);
    // Pipes are this process's own output, which a first write opens.
    return at < 0 && kind !== "PipeWrap";
  });
}

/** Loads the handler and hands it the events of the parent process, until that one is gone. */
export function serve(load: () => Handler): void {
  process.on("unhandledRejection", crash);
  process.on("uncaughtException", crash);
  process.on("disconnect", () => process.exit());
  dieWithParent();
  defineAwsLambda();
  const handler = load();
  // https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html: callbacks ended with Node 24
  if (handler.length > 2 && !isStreaming(handler)) {
    throw new Error("the handler must take (event, context) only");
  }
  process.on("message", (message: Invocation | Taken) => {
    if ("kind" in message) onTaken?.();
    else void handle(handler, message);
  });
  post({ kind: "ready" });
}
