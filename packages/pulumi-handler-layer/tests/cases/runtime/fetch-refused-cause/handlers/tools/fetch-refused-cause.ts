import { z } from "zod";
import { type AnyTool, defineTool, failure, text } from "mcp-lambda";

export function fetchRefusedCause(): AnyTool {
  return defineTool({
    name: "fetch-refused-cause",
    title: "fetch-refused-cause",
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
        await fetch("http://127.0.0.1:9/");
        return text("up");
      } catch (error) {
        const { cause } = error as { cause?: { code?: string } };
        return failure(`down: ${cause?.code ?? "?"}`);
      }
    },
  });
}
