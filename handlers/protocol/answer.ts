/**
 * MCP, between the guard and a tool: the message is read, and told to the leg of the protocol that
 * it belongs to.
 */
import { classifyInboundRequest, type InboundHttpRequest } from "@modelcontextprotocol/server";
import type { Context } from "aws-lambda";
import type { HttpRequest, HttpResponse } from "../gateway-event";
import type { ServerDefinition } from "../server-definition";
import type { ExchangeRecord } from "../exchange-record";
import { prepareServer } from "./create-server";
import { ErrorCode, errorResponse } from "./json-rpc";
import { createModernLeg } from "./modern";
import { createOneShotLeg } from "./one-shot";
import { messagesIn } from "./raw-message";

/** Milliseconds kept back from Lambda's timeout, so that a slow tool gets our answer, not Lambda's. */
const ANSWER_RESERVE_MS = 1_000;

export type Answer = (
  request: HttpRequest,
  context: Pick<Context, "getRemainingTimeInMillis">,
  record: ExchangeRecord,
) => Promise<HttpResponse>;

/** Answers what the guard has let through. */
export function createAnswer(definition: ServerDefinition): Answer {
  const createServer = prepareServer(definition);
  const [answerOneShot, answerModern] = [createOneShotLeg(), createModernLeg()];

  /** Undefined when the text is no JSON. */
  const parseJson = (text: string): unknown => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return undefined;
    }
  };
  /** Whether a message belongs to the 2025-era protocol or to none (bare JSON-RPC). */
  const isLegacy = ({ method, headers }: HttpRequest, body: unknown): boolean => {
    const inbound = {
      httpMethod: method,
      body,
      protocolVersionHeader: headers["mcp-protocol-version"],
      mcpMethodHeader: headers["mcp-method"],
      mcpNameHeader: headers["mcp-name"],
    } as InboundHttpRequest;
    return classifyInboundRequest(inbound).kind === "legacy";
  };

  return async (request, context, record) => {
    const body = parseJson(request.body);
    if (body === undefined) {
      return errorResponse(400, { code: ErrorCode.parse, message: "Parse error: invalid JSON" });
    }
    const isOld = isLegacy(request, body);
    const messages = messagesIn(body);
    record.received(messages, isOld ? "2025" : "2026");
    const deadlineMs = Math.max(context.getRemainingTimeInMillis() - ANSWER_RESERVE_MS, 1);
    const answerOf = isOld ? answerOneShot : answerModern;
    return answerOf(request, body, () => createServer({ messages, deadlineMs, record }));
  };
}
