import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function setInterval(): AnyTool {
  return defineTool({
    name: "set-interval",
    title: "set-interval",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      setInterval(() => undefined, 10);
      return text("ok");
    },
  });
}
