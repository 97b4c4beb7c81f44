import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

const held: { client?: object } = {};
function get(): object {
  return (held.client ??= {});
}

export function constHolderCache(): AnyTool {
  return defineTool({
    name: "const-holder-cache",
    title: "const-holder-cache",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(String(get() === get()));
    },
  });
}
