import * as zz from "zod";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function zodStar(): AnyTool {
  return defineTool({
    name: "zod-star",
    title: "zod-star",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(zz.string().safeParse(1).success));
    },
  });
}
