import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const exports_ = { a: 1 };
const global_ = 2;

export function nameExports(): AnyTool {
  return defineTool({
    name: "name-exports",
    title: "name-exports",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(exports_.a + global_));
    },
  });
}
