import { z as z3 } from "zod/v3";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function zodV3Path(): AnyTool {
  return defineTool({
    name: "zod-v3-path",
    title: "zod-v3-path",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(z3.string().email().safeParse("a").success));
    },
  });
}
