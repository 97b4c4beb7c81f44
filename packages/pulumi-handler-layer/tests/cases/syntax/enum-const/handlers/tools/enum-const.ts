import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const enum Flag {
  A = 1,
  B = 2,
}

export function enumConst(): AnyTool {
  return defineTool({
    name: "enum-const",
    title: "enum-const",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(Flag.A | Flag.B));
    },
  });
}
