import { withStub } from "../../../../stub";
import Stripe from "stripe";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkStripe(): AnyTool {
  return defineTool({
    name: "pk-stripe",
    title: "pk-stripe",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return withStub(
        () => ({ id: "cus_1" }),
        async (url) => {
          const { hostname, port } = new URL(url);
          const stripe = new Stripe("sk_test_x", { host: hostname, port, protocol: "http" });
          return text((await stripe.customers.retrieve("cus_1")).id);
        },
      );
    },
  });
}
