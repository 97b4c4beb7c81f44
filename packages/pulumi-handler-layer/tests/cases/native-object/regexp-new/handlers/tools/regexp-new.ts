import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const PATTERN = new RegExp("^a+$", "i");

export function regexpNew(): AnyTool {
  return defineTool({
    name: "regexp-new",
    title: "regexp-new",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(PATTERN.test("AAA")));
    },
  });
}
