/**
 * The data path: API Gateway event -> guard -> MCP -> tool -> API Gateway result.
 *
 * createHandler is what Pulumi serializes. Lambda calls it once at cold start and the function it
 * returns for each request. Whatever has native state (zod schemas, Map, Set, Date, class
 * instances) is made inside it; settings arrive as environment variables. What runs with each
 * request is made in it as well, by create... and prepare...: a function of a module is serialized
 * as code that makes it anew at each call.
 */
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { createCors } from "./cors";
import { createRecorder } from "./exchange-record";
import { createGateway, type HttpResponse } from "./gateway-event";
import { createGuard } from "./guard";
import { createLoggers, describeError, surviveStrayRejections } from "./logger";
import { createAnswer } from "./protocol/answer";
import { ErrorCode, errorResponse } from "./protocol/json-rpc";
import { warmUp } from "./protocol/warm-up";
import { defineServer } from "./server";
import type { ServerDefinition } from "./server-definition";

export type McpHandler = (
  event: APIGatewayProxyEvent,
  context: Context,
) => Promise<APIGatewayProxyResult>;

/** Makes the handler of one execution environment. */
export function createHandler(): McpHandler {
  return createHandlerOf(defineServer());
}

/** The same for another server than this one; tests use it. */
export function createHandlerOf(definition: ServerDefinition): McpHandler {
  const { LOG_LEVEL, LOG_PAYLOADS, MAX_BODY_BYTES, ALLOWED_ORIGINS } = process.env;
  const gateway = createGateway();
  const cors = createCors(ALLOWED_ORIGINS?.split(",") ?? []);
  const guard = createGuard({ cors, maxBodyBytes: Number(MAX_BODY_BYTES) });
  const answer = createAnswer(definition);
  const beginRecord = createRecorder({
    service: process.env["AWS_LAMBDA_FUNCTION_NAME"] ?? definition.info.name,
    logLevel: LOG_LEVEL,
    logPayloads: LOG_PAYLOADS === "true",
  });
  surviveStrayRejections(createLoggers(LOG_LEVEL)({}));
  void warmUp();

  return async (event, context) => {
    const request = gateway.readEvent(event);
    const record = beginRecord(request, context.awsRequestId);
    const response =
      guard(request) ?? (await answer(request, context, record).catch(internalError));
    record.end(response);
    return gateway.toResult(cors.expose(request, response));

    function internalError(error: unknown): HttpResponse {
      record.logFor({}).error("request failed", { error: describeError(error) });
      const message = `Internal error; it is in the server's log under request id ${record.requestId}.`;
      return errorResponse(500, { code: ErrorCode.internal, message });
    }
  };
}
