import { all } from "../cart";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function cartList(): AnyTool {
  return defineTool({
    name: "cart-list",
    title: "cart-list",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(all().join());
    },
  });
}
