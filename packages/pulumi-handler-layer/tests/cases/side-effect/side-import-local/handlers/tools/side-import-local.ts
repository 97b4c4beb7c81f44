import "../setup";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function sideImportLocal(): AnyTool {
  return defineTool({
    name: "side-import-local",
    title: "side-import-local",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String((globalThis as { answer?: number }).answer));
    },
  });
}
