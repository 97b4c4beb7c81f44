/**
 * MCP dispatcher, between the guard and a tool: parses the body, and hands it to the handler of the
 * protocol era that it belongs to.
 *
 *   body -> JSON -> era -> legacy handler (2025-11-25 and before, bare JSON-RPC) -> server -> tool
 *                       -> modern handler (2026-07-28)                           -> server -> tool
 *
 * What neither handles is logged, and answered with an internal error that gives nothing away.
 */
import {
  classifyInboundRequest,
  type InboundHttpRequest,
  ProtocolErrorCode,
} from "@modelcontextprotocol/server";
import type { Context } from "aws-lambda";
import type { ServerDefinition } from "../definitions/server-definition";
import type { HttpRequest, HttpResponse } from "../http/gateway-event";
import { describeError } from "../telemetry/logger";
import type { RequestSpan } from "../telemetry/request-telemetry";
import { prepareServer } from "./create-server";
import { errorResponse, messagesIn } from "./json-rpc";
import { handleLegacyRequest } from "./legacy-handler";
import { handleModernRequest } from "./modern-handler";

/** Milliseconds kept back from Lambda's timeout, so that a slow tool gets our response, not Lambda's. */
const RESPONSE_RESERVE_MS = 1_000;

/** Responds to what the guard has let through; never rejects. */
export type Dispatch = (
  request: HttpRequest,
  context: Pick<Context, "getRemainingTimeInMillis">,
  span: RequestSpan,
) => Promise<HttpResponse>;

/** @throws Error when two tools, resources or prompts have the same name. */
export function createDispatch(definition: ServerDefinition): Dispatch {
  const createServer = prepareServer(definition);

  const respond: Dispatch = async (request, context, span) => {
    const body = parseJson(request.body);
    if (body === undefined) {
      const message = "Parse error: invalid JSON";
      return errorResponse(400, { code: ProtocolErrorCode.ParseError, message });
    }
    const isOld = isLegacy(request, body);
    const messages = messagesIn(body);
    span.setMessage(messages, isOld ? "2025" : "2026");
    const deadlineMs = Math.max(context.getRemainingTimeInMillis() - RESPONSE_RESERVE_MS, 1);
    const handle = isOld ? handleLegacyRequest : handleModernRequest;
    return handle(request, body, () => createServer({ messages, deadlineMs, span }));
  };
  return (request, context, span) =>
    respond(request, context, span).catch((error: unknown) => internalError(error, span));
}

/** Undefined when the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether a message belongs to the 2025 era of the protocol or to none (bare JSON-RPC). */
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

function internalError(error: unknown, span: RequestSpan): HttpResponse {
  span.logFor({}).error("request failed", { error: describeError(error) });
  const message = `Internal error; it is in the server's log under request id ${span.requestId}.`;
  return errorResponse(500, { code: ProtocolErrorCode.InternalError, message });
}
