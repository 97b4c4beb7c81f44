/**
 * A call that nobody made, of a tool that does nothing: what the first caller would wait for (the
 * SDK builds its schemas at their first use) is done while the environment starts.
 */
import { z } from "zod";
import { createRecorder } from "../exchange-record";
import type { HttpResponse } from "../gateway-event";
import { defineTool, text } from "../tool";
import { createAnswer } from "./answer";

/** As a 2025 client: the other leg needs more, which not everybody speaks. Logs nothing. */
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
  const answer = createAnswer({
    info: { name: "warm-up", version: "" },
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
    body,
    bodyBytes: body.length,
    domainName: undefined,
  };
  const context = { getRemainingTimeInMillis: () => 10_000 };
  const beginRecord = createRecorder({ service: "", logLevel: undefined, logPayloads: false });
  // Nothing is written: the record is never ended.
  return answer(request, context, beginRecord(request, "warm-up"));
}
