import Database from "better-sqlite3";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkBetterSqlite3(): AnyTool {
  return defineTool({
    name: "pk-better-sqlite3",
    title: "pk-better-sqlite3",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(new Database(":memory:").prepare("select 1").get()));
    },
  });
}
