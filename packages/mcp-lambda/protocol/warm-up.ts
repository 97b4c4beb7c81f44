/**
 * Warm-up: a call that nobody made, of a tool that does nothing. What the first caller would wait for
 * (the SDK builds its schemas at their first use) is done while the environment starts.
 */
import * as z from "zod";
import { defineTool, text } from "../definitions/tool";
import { ANONYMOUS } from "../http/caller";
import type { HttpResponse } from "../http/gateway-event";
import { createRequestTelemetry } from "../telemetry/request-telemetry";
import { stdout } from "../telemetry/stdout";
import { createDispatch } from "./dispatch";

/** As a legacy client: the modern era needs more, and not everybody speaks it. Logs nothing. */
export async function warmUp(): Promise<HttpResponse> {
  const nothing = defineTool({
    name: "nothing",
    title: "Nothing",
    description: "Does nothing.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: () => text(""),
  });
  const dispatch = createDispatch({
    info: { name: "warm-up", version: "1" },
    instructions: "",
    tools: [nothing],
    resources: [],
    resourceTemplates: [],
    prompts: [],
  });
  const params = { name: nothing.name, arguments: {} };
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/call", params });
  const request = {
    method: "POST",
    headers: {},
    caller: ANONYMOUS,
    body,
    bodyBytes: body.length,
    domainName: undefined,
    gatewayRequestId: undefined,
  };
  const context = { getRemainingTimeInMillis: () => 10_000 };
  const telemetry = createRequestTelemetry({
    service: "",
    logLevel: undefined,
    logPayloads: false,
    logCallers: false,
  });
  const span = telemetry.startSpan(request, "warm-up");
  const begin: typeof span.begin = (tool) => {
    stdout.discard(() => {
      span.begin(tool);
    });
  };
  const response = await dispatch(request, context, { ...span, begin });
  stdout.discard(() => {
    span.end(response);
  });
  return response;
}
