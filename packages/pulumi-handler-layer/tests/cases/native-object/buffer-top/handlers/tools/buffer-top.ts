import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const KEY = Buffer.from("c2VjcmV0", "base64");

export function bufferTop(): AnyTool {
  return defineTool({
    name: "buffer-top",
    title: "buffer-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(KEY.toString());
    },
  });
}
