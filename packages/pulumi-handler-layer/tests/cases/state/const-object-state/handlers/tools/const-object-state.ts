import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const state = { calls: 0 };

export function constObjectState(): AnyTool {
  return defineTool({
    name: "const-object-state",
    title: "const-object-state",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      state.calls += 1;
      return text(String(state.calls));
    },
  });
}
