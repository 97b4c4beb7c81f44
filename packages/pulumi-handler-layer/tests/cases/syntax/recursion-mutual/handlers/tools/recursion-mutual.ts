import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

function even(n: number): boolean {
  return n === 0 ? true : odd(n - 1);
}
function odd(n: number): boolean {
  return n === 0 ? false : even(n - 1);
}

export function recursionMutual(): AnyTool {
  return defineTool({
    name: "recursion-mutual",
    title: "recursion-mutual",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(even(100)));
    },
  });
}
