/**
 * Lambda's response stream: what its Node.js runtime gives to a handler that is marked for streaming.
 * https://docs.aws.amazon.com/lambda/latest/dg/config-rs-write-functions.html
 */
import type { Context } from "aws-lambda";
import type { Writable } from "node:stream";
import type { HttpResponse } from "../http/gateway-event";

export type LambdaStream = Writable;

/** Ends the stream before it resolves. */
export type StreamingHandler<Event> = (
  event: Event,
  stream: LambdaStream,
  context: Context,
) => Promise<void>;

interface LambdaGlobal {
  readonly streamifyResponse: <Handler>(handler: Handler) => Handler;
  readonly HttpResponseStream: {
    readonly from: (stream: LambdaStream, metadata: object) => LambdaStream;
  };
}

/** Global in Lambda's runtime, and in a local run. */
function lambda(): LambdaGlobal {
  const { awslambda } = globalThis as { readonly awslambda?: LambdaGlobal };
  if (awslambda === undefined) throw new Error("streaming takes Lambda's Node.js runtime");
  return awslambda;
}

/** Marks the handler: the runtime gives it a stream and sends what is written at once. */
export function streamed<Event>(handler: StreamingHandler<Event>): StreamingHandler<Event> {
  return lambda().streamifyResponse(handler);
}

/**
 * Sends status and headers with what is written first, as API Gateway has them before a body.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html
 */
export function openStream(stream: LambdaStream, { status, headers }: HttpResponse): LambdaStream {
  return lambda().HttpResponseStream.from(stream, { statusCode: status, headers });
}
