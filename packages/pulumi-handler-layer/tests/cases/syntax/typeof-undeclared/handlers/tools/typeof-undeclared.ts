import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function typeofUndeclared(): AnyTool {
  return defineTool({
    name: "typeof-undeclared",
    title: "typeof-undeclared",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(
        typeof (globalThis as { window?: unknown }).window === "undefined" ? "node" : "browser",
      );
    },
  });
}
