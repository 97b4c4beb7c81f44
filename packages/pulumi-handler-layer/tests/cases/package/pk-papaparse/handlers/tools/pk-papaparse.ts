import Papa from "papaparse";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkPapaparse(): AnyTool {
  return defineTool({
    name: "pk-papaparse",
    title: "pk-papaparse",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(JSON.stringify(Papa.parse("a,b\n1,2", { header: true }).data));
    },
  });
}
