import { readFileSync } from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function readFileBesideSync(): AnyTool {
  return defineTool({
    name: "read-file-beside-sync",
    title: "read-file-beside-sync",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(readFileSync(path.join(__dirname, "prompt.md"), "utf8"));
    },
  });
}
