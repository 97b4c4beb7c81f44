import { eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { integer, pgTable, text as column } from "drizzle-orm/pg-core";
import { Pool } from "pg";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkDrizzle(): AnyTool {
  const users = pgTable("users", { id: integer("id").primaryKey(), name: column("name") });
  const db = drizzle(new Pool({ host: "127.0.0.1", port: 9 }));
  return defineTool({
    name: "pk-drizzle",
    title: "pk-drizzle",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(db.select().from(users).where(eq(users.id, 1)).toSQL().sql);
    },
  });
}
