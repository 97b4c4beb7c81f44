import { Address } from "../schemas";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function ship(): AnyTool {
  return defineTool({
    name: "ship",
    title: "ship",
    description: "A case.",
    inputSchema: z.object({ to: Address }),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async (input) => {
      return text(input.to.city);
    },
  });
}
