import countries from "../countries.json";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function jsonImport(): AnyTool {
  return defineTool({
    name: "json-import",
    title: "json-import",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(`${countries.list[1]?.name ?? ""} ${countries.list.length}`);
    },
  });
}
