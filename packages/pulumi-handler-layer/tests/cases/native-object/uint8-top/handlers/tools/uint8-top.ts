import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const MAGIC = new Uint8Array([1, 2, 3]);

export function uint8Top(): AnyTool {
  return defineTool({
    name: "uint8-top",
    title: "uint8-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(MAGIC.length));
    },
  });
}
