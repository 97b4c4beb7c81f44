import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

enum Level {
  Low,
  High = 5,
}

export function enumNumeric(): AnyTool {
  return defineTool({
    name: "enum-numeric",
    title: "enum-numeric",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(`${Level[Level.High] ?? ""} ${Level.Low}`);
    },
  });
}
