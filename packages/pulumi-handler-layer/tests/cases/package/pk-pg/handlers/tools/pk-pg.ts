import { Pool } from "pg";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkPg(): AnyTool {
  const pool = new Pool({ host: "127.0.0.1", port: 9, max: 1, connectionTimeoutMillis: 1000 });
  return defineTool({
    name: "pk-pg",
    title: "pk-pg",
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
        await pool.query("select $1::int", [1]);
        return text("up");
      } catch (error) {
        return text((error as { code?: string }).code ?? String(error));
      }
    },
  });
}
