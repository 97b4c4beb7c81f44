import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function importMeta(): AnyTool {
  return defineTool({
    name: "import-meta",
    title: "import-meta",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(import.meta.url);
    },
  });
}
