/**
 * The data path: API Gateway event -> guard -> dispatch -> tool -> API Gateway result.
 *
 * Lambda calls createHandler once at cold start, and the function it returns for each request. It is
 * bundled with all that it imports of this project, and loads the packages from a layer; settings
 * arrive as environment variables (infra/function/).
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
  const { MAX_BODY_BYTES, MAX_BATCH, ALLOWED_ORIGINS, STATE_KEY } = process.env;
  const { AUTH, API_KEY_NAMES, UNAUTHORIZED_MESSAGE } = process.env;
  const { LOG_LEVEL, LOG_PAYLOADS, LOG_CALLERS } = process.env;
  const readCaller = createCallerReader({
    auth: AUTH,
    apiKeyNames: API_KEY_NAMES,
    unauthorizedMessage: UNAUTHORIZED_MESSAGE,
  });
  const cors = createCors(ALLOWED_ORIGINS?.split(",") ?? []);
  const guard = createGuard({ cors, maxBodyBytes: Number(MAX_BODY_BYTES) });
  const dispatch = createDispatch(definition, {
    maxBatch: Number(MAX_BATCH),
    stateKey: STATE_KEY,
    auth: AUTH,
  });
  const telemetry = createRequestTelemetry({
    service: process.env["AWS_LAMBDA_FUNCTION_NAME"] ?? definition.info.name,
    logLevel: LOG_LEVEL,
    logPayloads: LOG_PAYLOADS === "true",
    logCallers: LOG_CALLERS === "true",
  });
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
