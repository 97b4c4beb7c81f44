import data from "../big.json";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function bigJsonImport(): AnyTool {
  return defineTool({
    name: "big-json-import",
    title: "big-json-import",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(data.rows.length));
    },
  });
}
