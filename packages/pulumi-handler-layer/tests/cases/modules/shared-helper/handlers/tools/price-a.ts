import { gross, VAT } from "../prices";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function priceA(): AnyTool {
  return defineTool({
    name: "price-a",
    title: "price-a",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(`${gross(10)} ${VAT}`);
    },
  });
}
