import pLimit from "p-limit";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const limit = pLimit(2);

export function pkPLimitTop(): AnyTool {
  return defineTool({
    name: "pk-p-limit-top",
    title: "pk-p-limit-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const all = await Promise.all([1, 2, 3].map((n) => limit(async () => n * 2)));
      return text(all.join());
    },
  });
}
