import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function frozenWriteThrows(): AnyTool {
  return defineTool({
    name: "frozen-write-throws",
    title: "frozen-write-throws",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const o = Object.freeze({ a: 1 }) as { a: number };
      try {
        o.a = 2;
        return text("silent");
      } catch {
        return text("thrown");
      }
    },
  });
}
