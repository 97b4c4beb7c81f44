import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const handlers = {
  a(): string {
    return "A";
  },
  b: () => "B",
  async c(): Promise<string> {
    return "C";
  },
  ["d-" + "e"]: () => "D",
};

export function objectMethods(): AnyTool {
  return defineTool({
    name: "object-methods",
    title: "object-methods",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(handlers.a() + handlers.b() + (await handlers.c()) + (handlers["d-e"]?.() ?? ""));
    },
  });
}
