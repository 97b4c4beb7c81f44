/**
 * The data path with `streaming: true`: as handlers/mcp.ts has it, but the response goes out while it is
 * made: progress and log messages as they come, and results of any size that Lambda streams.
 *
 * API Gateway event -> guard -> dispatch -> tool -> outlet -> Lambda's response stream
 */
import type { APIGatewayProxyEvent } from "aws-lambda";
import {
  createCallerReader,
  createCors,
  createDispatch,
  createGuard,
  createOutlet,
  createRequestTelemetry,
  logUnhandledRejections,
  readEvent,
  readServerSettings,
  type ServerDefinition,
  streamed,
  type StreamingHandler,
  warmUp,
} from "mcp-lambda";
import { defineServer } from "./server";

/** Makes the handler of one execution environment; tests give it other servers than this one. */
export function createStreamingHandler(
  definition: ServerDefinition = defineServer(),
): StreamingHandler<APIGatewayProxyEvent> {
  const settings = readServerSettings(process.env);
  const { service = definition.info.name, allowedOrigins } = settings;
  const readCaller = createCallerReader(settings);
  const cors = createCors(allowedOrigins);
  const guard = createGuard({ ...settings, cors });
  const dispatch = createDispatch(definition, settings);
  const telemetry = createRequestTelemetry({ ...settings, service });
  logUnhandledRejections(telemetry.log);
  void warmUp();

  return streamed(async (event, stream, context) => {
    const request = readEvent(event, readCaller);
    const span = telemetry.startSpan(request, context.awsRequestId);
    const { outlet, end } = createOutlet(stream, request, (head) => cors.expose(request, head));
    const response =
      guard(request) ?? (await span.run(() => dispatch(request, context, span, outlet)));
    span.end(end(response));
  });
}
