import { Redis } from "ioredis";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkIoredis(): AnyTool {
  const redis = new Redis({
    host: "127.0.0.1",
    port: 9,
    lazyConnect: true,
    retryStrategy: () => null,
  });
  redis.on("error", () => undefined);
  return defineTool({
    name: "pk-ioredis",
    title: "pk-ioredis",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      try {
        await redis.get("k");
        return text("up");
      } catch (error) {
        return text((error as Error).message);
      }
    },
  });
}
