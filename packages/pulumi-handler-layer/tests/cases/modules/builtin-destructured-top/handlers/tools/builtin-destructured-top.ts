import * as path from "node:path";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const { join, basename } = path;

export function builtinDestructuredTop(): AnyTool {
  return defineTool({
    name: "builtin-destructured-top",
    title: "builtin-destructured-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(join("a", "b") + basename("/c/d"));
    },
  });
}
