import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const ready = Promise.resolve(42);

export function promiseTop(): AnyTool {
  return defineTool({
    name: "promise-top",
    title: "promise-top",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(await ready));
    },
  });
}
