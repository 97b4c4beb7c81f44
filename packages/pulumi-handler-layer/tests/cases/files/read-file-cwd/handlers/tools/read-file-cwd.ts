import { readFileSync } from "node:fs";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function readFileCwd(): AnyTool {
  return defineTool({
    name: "read-file-cwd",
    title: "read-file-cwd",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(readFileSync("handlers/tools/prompt.md", "utf8"));
    },
  });
}
