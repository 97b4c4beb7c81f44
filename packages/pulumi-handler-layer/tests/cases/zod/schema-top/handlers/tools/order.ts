import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const Order = z.object({ id: z.string(), quantity: z.number().int().positive() });
type Order = z.infer<typeof Order>;

function total(order: Order): number {
  return order.quantity * 2;
}

export function order(): AnyTool {
  return defineTool({
    name: "order",
    title: "order",
    description: "order",
    inputSchema: Order,
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: (input) => text(String(total(input))),
  });
}
