/**
 * The data path: API Gateway event -> guard -> MCP -> tool -> API Gateway result.
 *
 * createHandler is what Pulumi serializes. Lambda calls it once at cold start and the function it
 * returns for each request. Whatever has native state (zod schemas, Map, Set, Date, class
 * instances) is made inside it; settings arrive as environment variables.
 */
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { createCors } from "./cors";
import { type HttpResponse, readGatewayEvent, toGatewayResult } from "./gateway-event";
import { createGuard } from "./guard";
import { createAnswer } from "./protocol/answer";
import { ErrorCode, errorResponse } from "./protocol/json-rpc";
import { warmUp } from "./protocol/warm-up";
import { defineServer } from "./server";
import type { ServerDefinition } from "./server-definition";
import { createLogger, describeError, surviveStrayRejections } from "./telemetry";

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
  const { LOG_LEVEL, MAX_BODY_BYTES, ALLOWED_ORIGINS } = process.env;
  const cors = createCors(ALLOWED_ORIGINS?.split(",") ?? []);
  const guard = createGuard({ cors, maxBodyBytes: Number(MAX_BODY_BYTES) });
  const answer = createAnswer(definition, LOG_LEVEL);
  surviveStrayRejections(createLogger(LOG_LEVEL, {}));
  void warmUp();

  return async (event, context) => {
    const request = readGatewayEvent(event);
    const response = guard(request) ?? (await answer(request, context).catch(internalError));
    return toGatewayResult(cors.expose(request, response));

    function internalError(error: unknown): HttpResponse {
      const requestId = context.awsRequestId;
      createLogger(LOG_LEVEL, { requestId }).error("request failed", {
        error: describeError(error),
      });
      const message = `Internal error; it is in the server's log under request id ${requestId}.`;
      return errorResponse(500, { code: ErrorCode.internal, message });
    }
  };
}
