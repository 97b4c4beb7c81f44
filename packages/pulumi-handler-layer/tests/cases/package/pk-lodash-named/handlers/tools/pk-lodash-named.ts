import { startCase } from "lodash";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkLodashNamed(): AnyTool {
  return defineTool({
    name: "pk-lodash-named",
    title: "pk-lodash-named",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(startCase("a b"));
    },
  });
}
