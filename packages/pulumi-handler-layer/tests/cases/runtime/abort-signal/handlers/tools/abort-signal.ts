import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function abortSignal(): AnyTool {
  return defineTool({
    name: "abort-signal",
    title: "abort-signal",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async (input, context) => {
      const stop = AbortSignal.any([context.signal, AbortSignal.timeout(50)]);
      try {
        await new Promise((_, reject) => {
          stop.addEventListener("abort", () => {
            reject(new Error("stopped"));
          });
        });
        return text("never");
      } catch {
        return text("stopped");
      }
    },
  });
}
