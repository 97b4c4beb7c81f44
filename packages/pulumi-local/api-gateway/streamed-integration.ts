/**
 * Lambda proxy integration with responseTransferMode STREAM: the response goes out while the function
 * makes it. Who hangs up stops nothing, as on AWS: the function goes on, and what it writes is dropped.
 * Other than there, a client that reads slowly slows the function down, so that nothing piles up here.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode.html
 */
import type { ChunkReceiver, InvocationResult } from "../lambda/environment";
import { THROTTLED } from "../lambda/lambda";
import { type InvocationOptions, within } from "./invocation";
import type { GatewayHead } from "./proxy-result";
import { PreludeReader } from "./stream-prelude";

/** How long a regional endpoint waits for more. */
const IDLE_MS = 300_000;

export interface StreamedResponse {
  readonly head: GatewayHead;
  /** Hands the body on. @returns how it ended. */
  readonly pipe: (write: ChunkReceiver) => Promise<StreamEnd>;
}

export interface StreamEnd {
  /** False when the function failed in the middle, or time was up: the client's connection is cut. */
  readonly isWhole: boolean;
  readonly milliseconds: number;
}

export type StreamOutcome =
  | { readonly kind: "timeout" | "throttled" }
  /** It ended without status and headers. */
  | { readonly kind: "malformed"; readonly milliseconds: number }
  | { readonly kind: "streamed"; readonly response: StreamedResponse };

export interface StreamRequest {
  readonly functionArn: string;
  readonly event: unknown;
  /** For the entire response. */
  readonly timeoutMs: number;
  /** For silence in it; default: 5 minutes. */
  readonly idleMs?: number;
}

export async function streamFrom(
  { invoke }: Pick<InvocationOptions, "invoke">,
  { functionArn, event, timeoutMs, idleMs = IDLE_MS }: StreamRequest,
): Promise<StreamOutcome> {
  const started = performance.now();
  const elapsed = (): number => performance.now() - started;
  const body = new StreamedBody();
  const ended = invoke(functionArn, event, (chunk) => body.receive(chunk));
  const first = await within(timeoutMs, Promise.race([body.head, ended]));
  if (first === undefined) {
    body.drop();
    return { kind: "timeout" };
  }
  if ("kind" in first) {
    const isThrottled = first.kind === "error" && first.error.errorType === THROTTLED;
    return isThrottled ? { kind: "throttled" } : { kind: "malformed", milliseconds: elapsed() };
  }
  if (first.head === undefined) {
    body.drop();
    return { kind: "malformed", milliseconds: elapsed() };
  }
  const pipe: StreamedResponse["pipe"] = async (write) => {
    body.passTo(write);
    const late = Promise.race([
      within(Math.max(timeoutMs - elapsed(), 0), ended),
      body.silentFor(idleMs, ended),
    ]);
    const result = await late;
    if (result === undefined) body.drop();
    return { isWhole: result?.kind === "result", milliseconds: elapsed() };
  };
  return { kind: "streamed", response: { head: first.head, pipe } };
}

/** Chunks of a function, which waits until each has been taken. */
class StreamedBody {
  private readonly prelude = new PreludeReader();
  private readonly found = Promise.withResolvers<{ readonly head: GatewayHead | undefined }>();
  private readonly taker = Promise.withResolvers<ChunkReceiver>();
  private isDropped = false;
  private isBody = false;
  private lastAt = performance.now();

  get head(): Promise<{ readonly head: GatewayHead | undefined }> {
    return this.found.promise;
  }

  async receive(chunk: Buffer): Promise<void> {
    this.lastAt = performance.now();
    const part = this.isBody ? chunk : this.begin(chunk);
    if (part.length === 0) return;
    const write = await this.taker.promise;
    if (!this.isDropped) await write(part);
  }

  passTo(write: ChunkReceiver): void {
    this.taker.resolve(write);
  }

  /** Lets the function go on without anybody who listens. */
  drop(): void {
    this.isDropped = true;
    this.taker.resolve(() => Promise.resolve());
  }

  /** Undefined when nothing has come for so long; what has ended before is its result. */
  async silentFor(
    milliseconds: number,
    ended: Promise<InvocationResult>,
  ): Promise<InvocationResult | undefined> {
    for (;;) {
      const left = this.lastAt + milliseconds - performance.now();
      if (left <= 0) return undefined;
      const result = await within(left, ended);
      if (result !== undefined) return result;
    }
  }

  private begin(chunk: Buffer): Buffer {
    const read = this.prelude.read(chunk);
    if (read === undefined) return Buffer.alloc(0);
    this.isBody = true;
    this.found.resolve({ head: read.head });
    return read.rest;
  }
}
