import leftPad from "left-pad";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkNotInstalled(): AnyTool {
  return defineTool({
    name: "pk-not-installed",
    title: "pk-not-installed",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(leftPad("a", 3));
    },
  });
}
