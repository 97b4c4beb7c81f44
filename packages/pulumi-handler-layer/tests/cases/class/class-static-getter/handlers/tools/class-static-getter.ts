import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

class R {
  static get now(): number {
    return Date.now();
  }
}

export function classStaticGetter(): AnyTool {
  return defineTool({
    name: "class-static-getter",
    title: "class-static-getter",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const a = R.now;
      await new Promise((r) => setTimeout(r, 5));
      return text(String(R.now > a));
    },
  });
}
