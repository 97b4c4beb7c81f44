import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export const plain: AnyTool = defineTool({
  name: "plain",
  title: "plain",
  description: "plain",
  inputSchema: z.object({ value: z.number() }),
  annotations: {
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
  run: ({ value }) => text(String(value)),
});
