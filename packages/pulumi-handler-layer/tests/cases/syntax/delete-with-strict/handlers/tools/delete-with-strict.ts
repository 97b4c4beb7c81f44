import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function deleteWithStrict(): AnyTool {
  return defineTool({
    name: "delete-with-strict",
    title: "delete-with-strict",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const f = function (this: unknown): boolean {
        return this === undefined;
      };
      return text(String(f()));
    },
  });
}
