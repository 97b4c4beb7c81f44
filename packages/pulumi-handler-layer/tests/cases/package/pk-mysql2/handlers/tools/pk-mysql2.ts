import mysql from "mysql2/promise";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkMysql2(): AnyTool {
  return defineTool({
    name: "pk-mysql2",
    title: "pk-mysql2",
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
        const c = await mysql.createConnection({ host: "127.0.0.1", port: 9, user: "u" });
        await c.end();
        return text("up");
      } catch (error) {
        return text((error as { code?: string }).code ?? String(error));
      }
    },
  });
}
