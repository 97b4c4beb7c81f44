import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const names = new Map([["a", "Alpha"]]);

export function mapTop(): AnyTool {
  return defineTool({
    name: "map-top",
    title: "map-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(names.get("a") ?? "none");
    },
  });
}
