import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

class Limits {
  static most: number;
  static {
    Limits.most = 11;
  }
}

export function classStaticBlock(): AnyTool {
  return defineTool({
    name: "class-static-block",
    title: "class-static-block",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(Limits.most));
    },
  });
}
