import { aliased } from "#lib/aliased";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function subpathImports(): AnyTool {
  return defineTool({
    name: "subpath-imports",
    title: "subpath-imports",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(aliased());
    },
  });
}
