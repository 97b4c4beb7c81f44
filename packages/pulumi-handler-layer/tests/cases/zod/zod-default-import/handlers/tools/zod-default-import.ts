import zod from "zod";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function zodDefaultImport(): AnyTool {
  return defineTool({
    name: "zod-default-import",
    title: "zod-default-import",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(zod.string().safeParse(1).success));
    },
  });
}
