import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

function count(..._all: unknown[]): number {
  // eslint-disable-next-line prefer-rest-params
  return arguments.length;
}

export function argumentsObject(): AnyTool {
  return defineTool({
    name: "arguments-object",
    title: "arguments-object",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(count(1, 2)));
    },
  });
}
