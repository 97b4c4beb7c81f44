/**
 * Response streams of Lambda's Node.js runtime: the global `awslambda`, and what a handler that is marked
 * for streaming writes to. Compiled to JavaScript and run away from this project (see bootstrap.ts).
 * https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html
 */
import { Writable } from "node:stream";

/** As the runtime marks a handler (https://www.npmjs.com/package/aws-lambda-ric). */
const STREAMING = Symbol.for("aws.lambda.runtime.handler.streaming");

/** Between what is told of a response and its body: https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html */
const DELIMITER_BYTES = 8;

/** Bytes that wait before a handler should; of a chunk at once no more are sent. */
const BUFFERED_BYTES = 64 * 1024;

/** Sends a chunk; calls back when the next one is wanted. */
export type SendChunk = (chunk: Buffer, taken: () => void) => void;

export class ResponseStream extends Writable {
  private prelude: Buffer | undefined;

  constructor(private readonly sendChunk: SendChunk) {
    super({ highWaterMark: BUFFERED_BYTES });
  }

  /** Is sent with the first chunk, and without one not at all. */
  setMetadata(metadata: object): void {
    const json = Buffer.from(JSON.stringify(metadata));
    this.prelude = Buffer.concat([json, Buffer.alloc(DELIMITER_BYTES)]);
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const { prelude } = this;
    this.prelude = undefined;
    if (prelude === undefined) this.sendFrom(chunk, 0, done);
    else
      this.sendChunk(prelude, () => {
        this.sendFrom(chunk, 0, done);
      });
  }

  private sendFrom(chunk: Buffer, at: number, done: () => void): void {
    if (at >= chunk.length) {
      done();
      return;
    }
    this.sendChunk(chunk.subarray(at, at + BUFFERED_BYTES), () => {
      this.sendFrom(chunk, at + BUFFERED_BYTES, done);
    });
  }
}

export function isStreaming(handler: object): boolean {
  return Reflect.get(handler, STREAMING) === "response";
}

/** Before the handler is loaded, as in Lambda. */
export function defineAwsLambda(): void {
  const streamifyResponse = <Handler extends object>(handler: Handler): Handler => {
    Reflect.set(handler, STREAMING, "response");
    return handler;
  };
  const from = (stream: ResponseStream, metadata: object): ResponseStream => {
    stream.setMetadata(metadata);
    return stream;
  };
  Object.assign(globalThis, { awslambda: { streamifyResponse, HttpResponseStream: { from } } });
}
