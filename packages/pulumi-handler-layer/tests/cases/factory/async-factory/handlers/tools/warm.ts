import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export async function warm(): Promise<AnyTool> {
  await Promise.resolve();
  return defineTool({
    name: "warm",
    title: "warm",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text("ok");
    },
  });
}
