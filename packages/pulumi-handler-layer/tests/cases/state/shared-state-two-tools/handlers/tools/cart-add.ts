import { put } from "../cart";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function cartAdd(): AnyTool {
  return defineTool({
    name: "cart-add",
    title: "cart-add",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(put("x")));
    },
  });
}
