import pLimit from "p-limit";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkPLimit(): AnyTool {
  return defineTool({
    name: "pk-p-limit",
    title: "pk-p-limit",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const limit = pLimit(2);
      const all = await Promise.all([1, 2, 3].map((n) => limit(async () => n * 2)));
      return text(all.join());
    },
  });
}
