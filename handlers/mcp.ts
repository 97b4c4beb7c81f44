/**
 * The data path: API Gateway event -> guard -> dispatch -> tool -> API Gateway result.
 *
 * Lambda calls createHandler once at cold start, and the function it returns for each request. It is
 * bundled with all that it imports of this project, and loads the packages from a layer; settings
 * arrive as environment variables (infra/function/, infra/authorization/).
 */
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import {
  createCallerReader,
  createCors,
  createDispatch,
  createGuard,
  createRequestTelemetry,
  logUnhandledRejections,
  readEvent,
  readServerSettings,
  type ServerDefinition,
  toResult,
  warmUp,
} from "mcp-lambda";
import { defineServer } from "./server";

export type McpHandler = (
  event: APIGatewayProxyEvent,
  context: Context,
) => Promise<APIGatewayProxyResult>;

/** Makes the handler of one execution environment; tests give it other servers than this one. */
export function createHandler(definition: ServerDefinition = defineServer()): McpHandler {
  const settings = readServerSettings(process.env);
  const { service = definition.info.name, allowedOrigins } = settings;
  const readCaller = createCallerReader(settings);
  const cors = createCors(allowedOrigins);
  const guard = createGuard({ ...settings, cors });
  const dispatch = createDispatch(definition, settings);
  const telemetry = createRequestTelemetry({ ...settings, service });
  logUnhandledRejections(telemetry.log);
  void warmUp();

  return async (event, context) => {
    const request = readEvent(event, readCaller);
    const span = telemetry.startSpan(request, context.awsRequestId);
    const response = guard(request) ?? (await span.run(() => dispatch(request, context, span)));
    span.end(response);
    return toResult(cors.expose(request, response));
  };
}
