import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const CODES = Object.freeze({ a: 1 });

export function frozenTop(): AnyTool {
  return defineTool({
    name: "frozen-top",
    title: "frozen-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(`${CODES.a} ${String(Object.isFrozen(CODES))}`);
    },
  });
}
