import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const INSTANCE = randomUUID();

export function uuidTop(): AnyTool {
  return defineTool({
    name: "uuid-top",
    title: "uuid-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(INSTANCE);
    },
  });
}
