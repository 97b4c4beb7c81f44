import { startCase } from "lodash-es";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkLodashEs(): AnyTool {
  return defineTool({
    name: "pk-lodash-es",
    title: "pk-lodash-es",
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
