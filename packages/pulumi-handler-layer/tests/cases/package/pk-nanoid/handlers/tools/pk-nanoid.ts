import { customAlphabet, nanoid } from "nanoid";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkNanoid(): AnyTool {
  return defineTool({
    name: "pk-nanoid",
    title: "pk-nanoid",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(nanoid().length + customAlphabet("ab", 5)().length));
    },
  });
}
