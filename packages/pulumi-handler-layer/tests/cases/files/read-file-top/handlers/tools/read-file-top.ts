import { readFileSync } from "node:fs";
import * as path from "node:path";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const PROMPT = readFileSync(path.join(__dirname, "prompt.md"), "utf8");

export function readFileTop(): AnyTool {
  return defineTool({
    name: "read-file-top",
    title: "read-file-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(PROMPT);
    },
  });
}
