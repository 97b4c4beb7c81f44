import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function dynamicImportBuiltin(): AnyTool {
  return defineTool({
    name: "dynamic-import-builtin",
    title: "dynamic-import-builtin",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const { gzipSync } = await import("node:zlib");
      return text(String(gzipSync("a").length > 10));
    },
  });
}
