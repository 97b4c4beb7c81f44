import { marked } from "marked";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkMarked(): AnyTool {
  return defineTool({
    name: "pk-marked",
    title: "pk-marked",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text((await marked.parse("# Hi")).trim());
    },
  });
}
