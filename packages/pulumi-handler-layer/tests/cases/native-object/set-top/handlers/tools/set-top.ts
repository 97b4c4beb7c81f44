import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const ALLOWED = new Set(["a", "b"]);

export function setTop(): AnyTool {
  return defineTool({
    name: "set-top",
    title: "set-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(ALLOWED.has("a")));
    },
  });
}
