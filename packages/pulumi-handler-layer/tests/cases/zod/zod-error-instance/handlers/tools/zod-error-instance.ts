import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function zodErrorInstance(): AnyTool {
  return defineTool({
    name: "zod-error-instance",
    title: "zod-error-instance",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      try {
        z.number().parse("x");
        return text("parsed");
      } catch (error) {
        return text(error instanceof z.ZodError ? "ZodError" : "other");
      }
    },
  });
}
