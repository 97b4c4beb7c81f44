/**
 * The data path: API Gateway event -> guard -> dispatch -> tool -> API Gateway result.
 *
 * Lambda calls createHandler once at cold start, and the function it returns for each request. It is
 * bundled with all that it imports of this project, and loads the packages from a layer; settings
 * arrive as environment variables (infra/function/).
 */
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import {
  createCors,
  createDispatch,
  createGuard,
  createRequestTelemetry,
  logUnhandledRejections,
  readEvent,
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
  const { LOG_LEVEL, LOG_PAYLOADS, MAX_BODY_BYTES, MAX_BATCH, ALLOWED_ORIGINS, STATE_KEY } =
    process.env;
  const cors = createCors(ALLOWED_ORIGINS?.split(",") ?? []);
  const guard = createGuard({ cors, maxBodyBytes: Number(MAX_BODY_BYTES) });
  const dispatch = createDispatch(definition, { maxBatch: Number(MAX_BATCH), stateKey: STATE_KEY });
  const telemetry = createRequestTelemetry({
    service: process.env["AWS_LAMBDA_FUNCTION_NAME"] ?? definition.info.name,
    logLevel: LOG_LEVEL,
    logPayloads: LOG_PAYLOADS === "true",
  });
  logUnhandledRejections(telemetry.log);
  void warmUp();

  return async (event, context) => {
    const request = readEvent(event);
    const span = telemetry.startSpan(request, context.awsRequestId);
    const response = guard(request) ?? (await span.run(() => dispatch(request, context, span)));
    span.end(response);
    return toResult(cors.expose(request, response));
  };
}
