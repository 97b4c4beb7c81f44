import { z } from "zod";
import { type AnyTool, defineTool } from "mcp-lambda";

export function errorCause(): AnyTool {
  return defineTool({
    name: "error-cause",
    title: "error-cause",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      throw new Error("outer", { cause: new Error("inner reason") });
    },
  });
}
