import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

let calls = 0;

export function letCounter(): AnyTool {
  return defineTool({
    name: "let-counter",
    title: "let-counter",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      calls += 1;
      return text(String(calls));
    },
  });
}
