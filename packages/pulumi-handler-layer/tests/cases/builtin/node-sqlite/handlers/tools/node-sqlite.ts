import { DatabaseSync } from "node:sqlite";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function nodeSqlite(): AnyTool {
  return defineTool({
    name: "node-sqlite",
    title: "node-sqlite",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const db = new DatabaseSync(":memory:");
      db.exec("create table t (a integer)");
      db.prepare("insert into t values (?)").run(5);
      return text(String(db.prepare("select a from t").get()?.["a"]));
    },
  });
}
