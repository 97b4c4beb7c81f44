import { ROWS } from "../table";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function bigTsTable(): AnyTool {
  return defineTool({
    name: "big-ts-table",
    title: "big-ts-table",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(ROWS.length));
    },
  });
}
