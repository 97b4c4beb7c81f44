import { aliased } from "../aliased.js";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function jsExtensionImport(): AnyTool {
  return defineTool({
    name: "js-extension-import",
    title: "js-extension-import",
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
