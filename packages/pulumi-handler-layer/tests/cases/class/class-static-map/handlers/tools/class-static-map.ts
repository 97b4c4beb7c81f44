import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

class Registry {
  private static readonly all = new Map<string, number>();
  static put(k: string): number {
    Registry.all.set(k, 1);
    return Registry.all.size;
  }
}

export function classStaticMap(): AnyTool {
  return defineTool({
    name: "class-static-map",
    title: "class-static-map",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(Registry.put("a")));
    },
  });
}
