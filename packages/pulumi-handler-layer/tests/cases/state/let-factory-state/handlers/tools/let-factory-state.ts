import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function letFactoryState(): AnyTool {
  let calls = 0;
  return defineTool({
    name: "let-factory-state",
    title: "let-factory-state",
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
