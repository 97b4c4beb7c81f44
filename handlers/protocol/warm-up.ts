/**
 * A call that nobody made, of a tool that does nothing: what the first caller would wait for (the
 * SDK builds its schemas at their first use) is done while the environment starts.
 */
import type { Context } from "aws-lambda";
import { z } from "zod";
import type { HttpRequest } from "../gateway-event";
import type { ServerDefinition } from "../server-definition";
import { defineTool, text } from "../tool";

export function warmUpServer(): ServerDefinition {
  const annotations = {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  };
  const nothing = defineTool({
    name: "nothing",
    title: "Nothing",
    description: "Does nothing.",
    inputSchema: z.object({}),
    annotations,
    run: () => text(""),
  });
  return {
    info: { name: "warm-up", version: "" },
    instructions: "",
    tools: [nothing],
    resources: [],
    resourceTemplates: [],
    prompts: [],
  };
}

/** Of a 2025 client: the other leg loads more (fetch's classes), which not everybody needs. */
export function warmUpRequest(): HttpRequest {
  const params = { name: "nothing", arguments: {} };
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params });
  return {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
    bodyBytes: body.length,
    domainName: undefined,
  };
}

export function warmUpContext(): Pick<Context, "awsRequestId" | "getRemainingTimeInMillis"> {
  return { awsRequestId: "warm-up", getRemainingTimeInMillis: () => 10_000 };
}
