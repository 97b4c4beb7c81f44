import knex from "knex";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkKnex(): AnyTool {
  return defineTool({
    name: "pk-knex",
    title: "pk-knex",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(knex({ client: "pg" })("t").where({ a: 1 }).toQuery());
    },
  });
}
