import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

class Cache extends Map<string, number> {
  hit(k: string): number {
    const n = (this.get(k) ?? 0) + 1;
    this.set(k, n);
    return n;
  }
}

export function classExtendsMap(): AnyTool {
  return defineTool({
    name: "class-extends-map",
    title: "class-extends-map",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const c = new Cache();
      c.hit("a");
      return text(String(c.hit("a")));
    },
  });
}
