import * as z4 from "zod/v4";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function zodV4Path(): AnyTool {
  return defineTool({
    name: "zod-v4-path",
    title: "zod-v4-path",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(z4.string().safeParse(1).success));
    },
  });
}
