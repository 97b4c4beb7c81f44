import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

interface Client {
  readonly id: number;
}
let made = 0;
let client: Client | undefined;
function getClient(): Client {
  if (client === undefined) {
    made += 1;
    client = { id: made };
  }
  return client;
}

export function letClientLazy(): AnyTool {
  return defineTool({
    name: "let-client-lazy",
    title: "let-client-lazy",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const first = getClient();
      const second = getClient();
      return text(`${String(first === second)} ${first.id}`);
    },
  });
}
