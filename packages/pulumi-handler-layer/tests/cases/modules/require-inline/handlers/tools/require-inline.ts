import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function requireInline(): AnyTool {
  return defineTool({
    name: "require-inline",
    title: "require-inline",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      // eslint-disable-next-line @typescript-eslint/no-require-imports
      const { z: zz } = require("zod") as typeof import("zod");
      return text(String(zz.string().safeParse("a").success));
    },
  });
}
