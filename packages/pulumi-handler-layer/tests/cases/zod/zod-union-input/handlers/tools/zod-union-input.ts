import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function zodUnionInput(): AnyTool {
  return defineTool({
    name: "zod-union-input",
    title: "zod-union-input",
    description: "A case.",
    inputSchema: z.object({ id: z.union([z.string(), z.number()]).nullable() }),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async (input) => {
      return text(String(input.id));
    },
  });
}
