import _ from "lodash";
import { z } from "zod";
import { type AnyTool, defineTool, text } from "mcp-lambda";

export function pkLodash(): AnyTool {
  return defineTool({
    name: "pk-lodash",
    title: "pk-lodash",
    description: "A case.",
    inputSchema: z.object({}),
    annotations: {
      readOnlyHint: true,
      destructiveHint: false,
      idempotentHint: true,
      openWorldHint: false,
    },
    run: async () => {
      return text(JSON.stringify(_.groupBy([1, 2, 3], (n) => (n % 2 ? "o" : "e"))));
    },
  });
}
