import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const EPOCH = new Date("2020-01-01T00:00:00Z");

export function dateTop(): AnyTool {
  return defineTool({
    name: "date-top",
    title: "date-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(EPOCH.getTime()));
    },
  });
}
