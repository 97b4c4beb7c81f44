import { marked } from "marked";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

marked.use({ breaks: true });

export function sideMarkedUse(): AnyTool {
  return defineTool({
    name: "side-marked-use",
    title: "side-marked-use",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text((await marked.parse("a\nb")).trim());
    },
  });
}
