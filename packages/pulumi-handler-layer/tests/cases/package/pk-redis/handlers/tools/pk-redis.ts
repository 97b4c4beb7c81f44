import { createClient } from "redis";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkRedis(): AnyTool {
  return defineTool({
    name: "pk-redis",
    title: "pk-redis",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const client = createClient({
        url: "redis://127.0.0.1:9",
        socket: { reconnectStrategy: false },
      });
      client.on("error", () => undefined);
      try {
        await client.connect();
        return text("up");
      } catch (error) {
        return text((error as { code?: string }).code ?? String(error));
      }
    },
  });
}
