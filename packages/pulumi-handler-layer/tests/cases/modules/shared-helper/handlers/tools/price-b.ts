import * as prices from "../prices";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function priceB(): AnyTool {
  return defineTool({
    name: "price-b",
    title: "price-b",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(prices.gross(20)));
    },
  });
}
