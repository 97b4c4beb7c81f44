import sharp from "sharp";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkSharp(): AnyTool {
  return defineTool({
    name: "pk-sharp",
    title: "pk-sharp",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const out = await sharp({ create: { width: 2, height: 2, channels: 3, background: "red" } })
        .png()
        .toBuffer();
      return text(String(out.length > 20));
    },
  });
}
