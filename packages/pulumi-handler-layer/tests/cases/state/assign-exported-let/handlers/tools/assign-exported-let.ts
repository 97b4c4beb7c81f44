import { config, configure } from "../config-state";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function assignExportedLet(): AnyTool {
  return defineTool({
    name: "assign-exported-let",
    title: "assign-exported-let",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      configure(7);
      return text(String(config));
    },
  });
}
