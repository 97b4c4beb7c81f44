import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function zodRich(): AnyTool {
  return defineTool({
    name: "zod-rich",
    title: "zod-rich",
    description: "A case.",
    inputSchema: z.object({
      when: z.iso.datetime().optional(),
      mail: z.email().optional(),
      kind: z.discriminatedUnion("t", [
        z.object({ t: z.literal("a"), n: z.coerce.number() }),
        z.object({ t: z.literal("b") }),
      ]),
      tags: z.array(z.string()).max(3).default([]),
      meta: z.record(z.string(), z.unknown()).optional(),
    }),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async (input) => {
      return text(`${input.kind.t} ${input.tags.length}`);
    },
  });
}
