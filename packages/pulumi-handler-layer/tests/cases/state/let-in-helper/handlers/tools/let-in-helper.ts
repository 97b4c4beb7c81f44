import { next } from "../sequence";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function letInHelper(): AnyTool {
  return defineTool({
    name: "let-in-helper",
    title: "let-in-helper",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(`${next()} ${next()}`);
    },
  });
}
