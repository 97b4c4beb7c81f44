import { shared } from "../../lib/shared";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function outsideHandlers(): AnyTool {
  return defineTool({
    name: "outside-handlers",
    title: "outside-handlers",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(shared());
    },
  });
}
