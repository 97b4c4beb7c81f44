import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function localRefusedAggregate(): AnyTool {
  return defineTool({
    name: "local-refused-aggregate",
    title: "local-refused-aggregate",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const response = await fetch("http://localhost:9/");
      return text(String(response.status));
    },
  });
}
