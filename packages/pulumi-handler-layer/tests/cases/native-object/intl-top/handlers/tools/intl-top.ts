import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const money = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });

export function intlTop(): AnyTool {
  return defineTool({
    name: "intl-top",
    title: "intl-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(money.format(12.5));
    },
  });
}
