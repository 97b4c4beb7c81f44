import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function unhandledRejection(): AnyTool {
  return defineTool({
    name: "unhandled-rejection",
    title: "unhandled-rejection",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      void Promise.reject(new Error("lost"));
      await new Promise((r) => setTimeout(r, 20));
      return text("ok");
    },
  });
}
