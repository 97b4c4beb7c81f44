import { z } from "zod";
import { type AnyTool, defineTool } from "mcp-lambda";

export function throwUndefined(): AnyTool {
  return defineTool({
    name: "throw-undefined",
    title: "throw-undefined",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      // eslint-disable-next-line @typescript-eslint/only-throw-error
      throw undefined;
    },
  });
}
