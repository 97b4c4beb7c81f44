import { parse } from "csv-parse";
import { Readable } from "node:stream";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkCsvParseStream(): AnyTool {
  return defineTool({
    name: "pk-csv-parse-stream",
    title: "pk-csv-parse-stream",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const rows: unknown[] = [];
      for await (const row of Readable.from(["a,b\n1,2"]).pipe(parse({ columns: true })))
        rows.push(row);
      return text(JSON.stringify(rows));
    },
  });
}
