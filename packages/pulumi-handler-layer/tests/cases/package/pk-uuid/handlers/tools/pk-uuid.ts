import { v4 as uuid, v7 } from "uuid";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkUuid(): AnyTool {
  return defineTool({
    name: "pk-uuid",
    title: "pk-uuid",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(uuid().length + v7().length));
    },
  });
}
