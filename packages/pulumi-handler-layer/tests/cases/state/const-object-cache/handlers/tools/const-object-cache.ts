import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const cache: Record<string, string> = {};

export function constObjectCache(): AnyTool {
  return defineTool({
    name: "const-object-cache",
    title: "const-object-cache",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const hit = cache["k"] !== undefined;
      cache["k"] = "v";
      return text(String(hit));
    },
  });
}
