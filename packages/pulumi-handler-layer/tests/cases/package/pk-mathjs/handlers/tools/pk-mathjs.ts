import { evaluate } from "mathjs";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkMathjs(): AnyTool {
  return defineTool({
    name: "pk-mathjs",
    title: "pk-mathjs",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(evaluate("sqrt(16) + 2^3")));
    },
  });
}
