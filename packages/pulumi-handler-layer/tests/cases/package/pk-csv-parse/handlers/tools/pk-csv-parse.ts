import { parse } from "csv-parse/sync";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkCsvParse(): AnyTool {
  return defineTool({
    name: "pk-csv-parse",
    title: "pk-csv-parse",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(JSON.stringify(parse("a,b\n1,2", { columns: true })));
    },
  });
}
