import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

function handleOrder(): number {
  return 1;
}
class OrderBook {
  size = 1;
}

export function functionName(): AnyTool {
  return defineTool({
    name: "function-name",
    title: "function-name",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(`${handleOrder.name} ${OrderBook.name} ${new OrderBook().constructor.name}`);
    },
  });
}
