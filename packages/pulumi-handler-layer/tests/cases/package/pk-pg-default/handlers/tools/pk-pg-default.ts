import pg from "pg";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkPgDefault(): AnyTool {
  return defineTool({
    name: "pk-pg-default",
    title: "pk-pg-default",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const client = new pg.Client({ host: "127.0.0.1", port: 9 });
      try {
        await client.connect();
        return text("up");
      } catch (error) {
        return text((error as { code?: string }).code ?? String(error));
      }
    },
  });
}
