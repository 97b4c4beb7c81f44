import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const config = {
  n: 21,
  get twice(): number {
    return this.n * 2;
  },
};

export function classObjectGetter(): AnyTool {
  return defineTool({
    name: "class-object-getter",
    title: "class-object-getter",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(config.twice));
    },
  });
}
