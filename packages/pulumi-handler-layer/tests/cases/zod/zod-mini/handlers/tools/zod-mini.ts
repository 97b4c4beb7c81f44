import * as zm from "zod/mini";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function zodMini(): AnyTool {
  return defineTool({
    name: "zod-mini",
    title: "zod-mini",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(zm.string().check(zm.minLength(2)).safeParse("a").success));
    },
  });
}
