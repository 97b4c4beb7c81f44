import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

class Limits {
  static readonly most = 10;
}

export function classStaticField(): AnyTool {
  return defineTool({
    name: "class-static-field",
    title: "class-static-field",
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
