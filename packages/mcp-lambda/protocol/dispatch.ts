/**
 * MCP dispatcher, between the guard and a tool: refuses callers that are not known, reads the body,
 * and hands it to the handler of the protocol era that it belongs to.
 *
 *   caller -> body -> era -> legacy handler (2025-11-25 and before, bare JSON-RPC) -> server -> tool
 *                         -> modern handler (2026-07-28)                           -> server -> tool
 *
 * What neither handles is logged, and answered with an internal error that gives nothing away.
 */
import {
  classifyInboundRequest,
  type InboundHttpRequest,
  type JSONRPCMessage,
  ProtocolErrorCode,
} from "@modelcontextprotocol/server";
import type { Context } from "aws-lambda";
import type { ServerDefinition } from "../definitions/server-definition";
import type { HttpRequest, HttpResponse } from "../http/gateway-event";
import { describeError } from "../telemetry/logger";
import type { TaskOptions } from "../tasks/task-rules";
import type { Outlet } from "../streaming/outlet";
import type { RequestSpan } from "../telemetry/request-telemetry";
import { prepareServer } from "./create-server";
import { readBody } from "./inbound-body";
import { errorResponse, TRANSPORT_ERROR_CODE } from "./json-rpc";
import { handleLegacyRequest } from "./legacy-handler";
import { handleModernRequest, withoutTaskContent } from "./modern-handler";
import { withinLimit } from "./response-size";

/** Milliseconds kept back from Lambda's timeout, so that a slow tool gets our response, not Lambda's. */
const RESPONSE_RESERVE_MS = 1_000;
/** The same of what is no tool's, and should never be late. */
const LAST_RESERVE_MS = 500;

const DEFAULT_MAX_BATCH = 16;

export interface DispatchOptions {
  /** Largest batch; what is not a positive number counts as the default, 16. */
  readonly maxBatch?: number;
  /**
   * Seals what a tool that asks for input leaves with its caller; at least 32 characters, the same in
   * all execution environments. Default: made anew in each, so that only it can read the state again.
   */
  readonly stateKey?: string | undefined;
  /** How callers are known; default none. Tools have scopes only with jwt. */
  readonly auth?: string | undefined;
  /** For tests of tools with `background`: a function has its variables. */
  readonly tasks?: TaskOptions;
}

/**
 * Responds to what the guard has let through; never rejects. With an outlet, what is sent before the
 * result goes there as it comes.
 */
export type Dispatch = (
  request: HttpRequest,
  context: Pick<Context, "getRemainingTimeInMillis">,
  span: RequestSpan,
  outlet?: Outlet,
) => Promise<HttpResponse>;

/** @throws Error when the definition cannot be served (checkDefinition), or the key is too short. */
export function createDispatch(
  definition: ServerDefinition,
  { maxBatch = NaN, ...rules }: DispatchOptions = {},
): Dispatch {
  const batchLimit = maxBatch > 0 ? maxBatch : DEFAULT_MAX_BATCH;
  const createServer = prepareServer(definition, rules);
  const hasTasks = definition.tools.some(({ background }) => background !== undefined);

  const respond: Dispatch = async (request, context, span, outlet) => {
    const { caller } = request;
    if (caller.kind === "unknown") {
      const { status, message } = caller;
      return errorResponse(status, { code: TRANSPORT_ERROR_CODE, message });
    }
    const body = readBody(request.body, batchLimit);
    if ("error" in body) return errorResponse(400, body.error);
    const messages = body.inbound.flatMap((read) => ("message" in read ? [read.message] : []));
    const [first] = body.inbound;
    if (!body.isBatch && first !== undefined && "refusal" in first) {
      return errorResponse(400, first.refusal.error, first.refusal.id);
    }
    const isOld = body.isBatch || isLegacy(request, messages[0]);
    span.setMessage(messages, isOld ? "2025" : "2026");
    outlet?.expect(messages.flatMap((each) => ("id" in each && "method" in each ? [each.id] : [])));
    const remainingMs = context.getRemainingTimeInMillis();
    const deadlineMs = Math.max(remainingMs - RESPONSE_RESERVE_MS, 1);
    const serve = (): ReturnType<typeof createServer> =>
      createServer({ caller, messages, deadlineMs, span, outlet });
    const response = isOld
      ? handleLegacyRequest(request, body, serve, outlet)
      : hasTasks
        ? handleModernRequest(request, messages[0], serve, outlet).then(withoutTaskContent)
        : handleModernRequest(request, messages[0], serve, outlet);
    return withinLimit(await inTime(response, remainingMs - LAST_RESERVE_MS), messages, outlet);
  };
  return (request, context, span, outlet) =>
    respond(request, context, span, outlet).catch((error: unknown) => internalError(error, span));
}

/** @throws Error when it is not there in time. */
async function inTime(
  response: Promise<HttpResponse>,
  milliseconds: number,
): Promise<HttpResponse> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(new Error("the request was not answered in time"));
  }, milliseconds);
  try {
    return await Promise.race([response, promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whether a message belongs to the 2025 era of the protocol or to none (bare JSON-RPC). */
function isLegacy({ method, headers }: HttpRequest, body: JSONRPCMessage | undefined): boolean {
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
