/**
 * The data path: API Gateway event -> guard -> MCP -> tool -> API Gateway result.
 *
 * createHandler is what Pulumi serializes. Lambda calls it once at cold start and the function it
 * returns for each request. Whatever has native state (zod schemas, Map, Set, Date, class
 * instances) is made inside it; settings arrive as environment variables.
 */
import { classifyInboundRequest, type InboundHttpRequest } from "@modelcontextprotocol/server";
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { createCors } from "./cors";
import {
  type HttpRequest,
  type HttpResponse,
  readGatewayEvent,
  toGatewayResult,
} from "./gateway-event";
import { createGuard } from "./guard";
import { prepareServer } from "./protocol/create-server";
import type { Exchange } from "./protocol/exchange";
import { ErrorCode, errorResponse } from "./protocol/json-rpc";
import { answerModern } from "./protocol/modern";
import { answerOneShot } from "./protocol/one-shot";
import { warmUpContext, warmUpRequest, warmUpServer } from "./protocol/warm-up";
import { defineServer } from "./server";
import type { ServerDefinition } from "./server-definition";
import { createLogger, describeError, surviveStrayRejections } from "./telemetry";

/** Milliseconds kept back from Lambda's timeout, so that a slow tool gets our answer, not Lambda's. */
const ANSWER_RESERVE_MS = 1_000;

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
  const answer = createAnswer(definition);
  surviveStrayRejections(createLogger(LOG_LEVEL, {}));
  void createAnswer(warmUpServer())(warmUpRequest(), warmUpContext());

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

type Answer = (
  request: HttpRequest,
  context: Pick<Context, "awsRequestId" | "getRemainingTimeInMillis">,
) => Promise<HttpResponse>;

/** Answers what the guard has let through. */
function createAnswer(definition: ServerDefinition): Answer {
  const createServer = prepareServer(definition);
  return async (request, context) => {
    const body = parseJson(request.body);
    if (body === undefined) {
      return errorResponse(400, { code: ErrorCode.parse, message: "Parse error: invalid JSON" });
    }
    const requestId = context.awsRequestId;
    const deadlineMs = Math.max(context.getRemainingTimeInMillis() - ANSWER_RESERVE_MS, 1);
    const logFor: Exchange["logFor"] = (fields) =>
      createLogger(process.env["LOG_LEVEL"], { requestId, ...fields });
    const answerOf = isLegacy(request, body) ? answerOneShot : answerModern;
    return answerOf(request, body, () => createServer({ body, deadlineMs, requestId, logFor }));
  };
}

/** Undefined when the text is no JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether a message belongs to the 2025-era protocol or to none (bare JSON-RPC). */
function isLegacy({ method, headers }: HttpRequest, body: unknown): boolean {
  const inbound = {
    httpMethod: method,
    body,
    protocolVersionHeader: headers["mcp-protocol-version"],
    mcpMethodHeader: headers["mcp-method"],
    mcpNameHeader: headers["mcp-name"],
  } as InboundHttpRequest;
  return classifyInboundRequest(inbound).kind === "legacy";
}
