import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const KEY = Symbol("key");

export function symbolTop(): AnyTool {
  return defineTool({
    name: "symbol-top",
    title: "symbol-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      const o = { [KEY]: 1 };
      return text(String(o[KEY]));
    },
  });
}
