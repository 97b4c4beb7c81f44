/** Streamed responses without Lambda: its global, and a stream that keeps what is written to it. */
import { PassThrough } from "node:stream";
import {
  createCallerReader,
  createCors,
  createDispatch,
  createOutlet,
  createRequestTelemetry,
  readEvent,
  type ServerDefinition,
} from "../../index";
import { gatewayEvent, lambdaContext } from "../../testing/event";
import { capturing } from "../../testing/output";

/** Of Lambda's runtime, as far as a streamed handler needs it, for the tests of a suite. */
export function withLambdaStreams(): void {
  before(() => {
    const from = (stream: KeptStream, head: StreamHead): KeptStream => {
      stream.head = head;
      return stream;
    };
    const streamifyResponse = <Handler>(handler: Handler): Handler => handler;
    Object.assign(globalThis, { awslambda: { streamifyResponse, HttpResponseStream: { from } } });
  });
  after(() => Reflect.deleteProperty(globalThis, "awslambda"));
}

export interface StreamHead {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
}

export class KeptStream extends PassThrough {
  /** Once it is opened. */
  head: StreamHead | undefined;
  text = "";

  constructor() {
    super();
    this.on("data", (chunk: Buffer) => (this.text += chunk.toString("utf8")));
  }

  /** What is in its events. */
  get messages(): readonly Readonly<Record<string, unknown>>[] {
    const events = this.text.split("\n\n").filter((event) => event.startsWith("event: message"));
    return events.map((event) => {
      const json = event.slice(event.indexOf("data: ") + "data: ".length);
      return JSON.parse(json) as Readonly<Record<string, unknown>>;
    });
  }

  /** When all has been read. */
  async whole(): Promise<this> {
    if (!this.readableEnded) await new Promise((resolve) => this.once("end", resolve));
    return this;
  }
}

export interface StreamedParts {
  readonly headers?: Readonly<Record<string, string>>;
  readonly remainingMs?: number;
  /** Receives the response; default: a new one. */
  readonly stream?: KeptStream;
}

/** Asks a new handler of a server, as handlers/stream.ts of a program composes it. */
export async function askStreamed(
  definition: ServerDefinition,
  body: unknown,
  { headers, remainingMs, stream = new KeptStream() }: StreamedParts = {},
): Promise<KeptStream> {
  const accept = { accept: "application/json, text/event-stream" };
  const parts = { headers: { ...accept, ...headers }, body: JSON.stringify(body) };
  const request = readEvent(gatewayEvent(parts), createCallerReader({ auth: undefined }));
  const context = lambdaContext(remainingMs);
  const cors = createCors([]);
  const dispatch = createDispatch(definition);
  await capturing(async () => {
    const span = createRequestTelemetry({
      service: "test",
      logLevel: undefined,
      logPayloads: false,
    }).startSpan(request, "request-1");
    const { outlet, end } = createOutlet(stream, request, (head) => cors.expose(request, head));
    span.end(end(await span.run(() => dispatch(request, context, span, outlet))));
  });
  return stream.whole();
}
