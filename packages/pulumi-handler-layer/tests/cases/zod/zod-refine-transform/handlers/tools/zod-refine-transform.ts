import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function zodRefineTransform(): AnyTool {
  return defineTool({
    name: "zod-refine-transform",
    title: "zod-refine-transform",
    description: "A case.",
    inputSchema: z.object({
      from: z
        .string()
        .transform((s) => new Date(s))
        .refine((d) => !Number.isNaN(d.getTime()), "not a date"),
    }),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async (input) => {
      return text(input.from.toISOString());
    },
  });
}
